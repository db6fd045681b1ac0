"""What the field knows: records, rules of merging, names, scores. Pure: no clock, no Qt, no SQL, no I/O."""
