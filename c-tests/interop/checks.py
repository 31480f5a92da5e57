"""What the peers in Python say of what they tried."""

import sys

wrong = 0


def check(what, test):
    global wrong
    try:
        right = test()
    except Exception as error:
        print(f"  {type(error).__name__}: {error}")
        right = False
    print(("right " if right else "WRONG ") + what)
    wrong += not right


def end():
    sys.exit(1 if wrong else 0)
