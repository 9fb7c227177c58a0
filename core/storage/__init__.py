"""What the core asks of the database. Every method is synchronous and runs inside the transaction of its unit of work."""
