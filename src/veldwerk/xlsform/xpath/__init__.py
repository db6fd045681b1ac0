"""XPath 1.0 with OpenRosa semantics: parsed once, compiled into closures over `tree.XNode`."""
