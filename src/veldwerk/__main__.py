"""`python -m veldwerk`, the console script, and the frozen program."""

from veldwerk.cli.main import main

if __name__ == "__main__":
    main()
