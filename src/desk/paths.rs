//! Where the data lives: filled in by the command line's part.
