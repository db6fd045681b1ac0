"""The function library, by subject. Each room registers itself when `registry.lookup` is first asked."""
