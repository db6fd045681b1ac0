"""Parts that more than one screen is made of: how a person is shown, picking and adding one, planning, saving."""
