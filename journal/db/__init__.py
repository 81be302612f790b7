"""The database: engine, tables, migrations, the undo log, and the queries that several features share."""
