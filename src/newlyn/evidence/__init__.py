"""Evidence: what an indicator is (catalogue), where its files come from (sources), where it is kept (warehouse)."""
