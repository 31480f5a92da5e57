# Release builds as quickly as they can be had, for where only matters what the library does: without optimisation across
# crates, and with little within them. Panics unwind as in what ships. To be sourced.
export CARGO_PROFILE_RELEASE_LTO=off CARGO_PROFILE_RELEASE_CODEGEN_UNITS=16 CARGO_PROFILE_RELEASE_OPT_LEVEL=1
export CARGO_INCREMENTAL=1
