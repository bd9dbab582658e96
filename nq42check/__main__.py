"""`python -m nq42check`."""

from nq42check.cli import main

if __name__ == "__main__":
    main()
