"""Version 3: beside the desk of cases lies what each claim is compared by. The desks are laid anew at the next use."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """One more table of workings; nothing that is booked changes."""
    number = sa.BigInteger().with_variant(sa.Integer, "sqlite")
    op.create_table(
        "case_desk_facts",
        sa.Column("n", number, primary_key=True, autoincrement=False),
        sa.Column("fact", sa.LargeBinary, nullable=False),
    )
    op.execute("DELETE FROM desk_state")
