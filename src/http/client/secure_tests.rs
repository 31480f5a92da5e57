//! Clients and servers over TLS.
