"""What a worker can do, as plain blocking Python. ports says what it needs from outside."""
