"""`python -m training`: one command from a folder of recordings to a model directory."""

from training.train import main

if __name__ == "__main__":
    main()
