"""``python -m welcomepack``."""

from welcomepack.cli import main

if __name__ == "__main__":
    main()
