"""Steps from one version of the ledger to the next, run by Alembic: `env` and one file a version in `versions`."""
