#![no_main]
libfuzzer_sys::fuzz_target!(|data: &[u8]| webservices::fuzzing::text_reader(data));
