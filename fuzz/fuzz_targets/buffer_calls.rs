#![no_main]
libfuzzer_sys::fuzz_target!(|data: &[u8]| webservices::fuzzing::buffer_calls(data));
