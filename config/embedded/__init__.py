"""The PostgreSQL and the Valkey that bin/run, bin/manage and bin/test bring along."""
