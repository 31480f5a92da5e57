//! Clients as servers meet them.
