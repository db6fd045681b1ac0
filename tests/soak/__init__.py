"""Long runs: many days of work of a team (`make soak ARGS="--minutes 10 --seed 7"`)."""
