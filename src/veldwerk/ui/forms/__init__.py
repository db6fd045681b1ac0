"""A form session as native widgets.

FormView(session, today, *, title="", spaces=None, aside=None)
    draft_due(bytes), finished(bytes), paused()
    flush(), current_ref(), restore(ref), set_language(code), set_saved(text), problems(), pause(), finish()
"""

from veldwerk.ui.forms.view import FormView

__all__ = ["FormView"]
