class Refused(Exception):
    """Why a backup is not made or not restored, in one sentence for whoever typed the command."""
