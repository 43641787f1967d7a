"""`python -m phrasebook`."""

from phrasebook.cli import main

if __name__ == "__main__":
    main()
