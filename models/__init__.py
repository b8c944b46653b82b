"""What is stored: tables, states, queries, migrations. Imports the words of the kernel and nothing else of ours."""
