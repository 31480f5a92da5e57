//! The library of MIT Kerberos, loaded when it is first needed: what does not use Kerberos or NTLM need not have it.
//!
//! The one file of `security` with `unsafe`. What leaves it is safe: names, credentials and contexts own what the
//! library gave, and free it. The structures are those of RFC 2744 and of MIT's `gssapi.h` and `gssapi_ext.h`.

use core::ffi::c_void;
use libloading::Library;
use std::sync::LazyLock;

/// An object identifier in DER, without tag and length.
pub(super) type Oid = &'static [u8];

/// One is enough for all programs: the mechanisms of others are plug-ins of it.
const LIBRARY: &str = "libgssapi_krb5.so.2";

#[repr(C)]
struct Buffer {
    length: usize,
    value: *mut c_void,
}

#[repr(C)]
struct OidDesc {
    length: u32,
    elements: *mut c_void,
}

#[repr(C)]
struct OidSet {
    count: usize,
    elements: *mut OidDesc,
}

#[repr(C)]
struct Bindings {
    initiator_type: u32,
    initiator: Buffer,
    acceptor_type: u32,
    acceptor: Buffer,
    application: Buffer,
}

#[repr(C)]
struct BufferSet {
    count: usize,
    elements: *mut Buffer,
}

type Handle = *mut c_void;

/// Declares the functions, and how they are found.
macro_rules! functions {
    ($($name:ident($($argument:ty),*);)*) => {
        struct Functions {
            $($name: unsafe extern "C" fn(*mut u32 $(, $argument)*) -> u32,)*
            /// Keeps them where they are.
            _library: Library,
        }

        impl Functions {
            fn load() -> Result<Self, String> {
                // SAFETY: the system's library; loading it runs its initialisers, which are meant for that.
                let library = unsafe { Library::new(LIBRARY) };
                let library = library.map_err(|problem| format!("{LIBRARY} could not be loaded: {problem}"))?;
                Ok(Functions {
                    $($name: {
                        // SAFETY: the type is that of the function in MIT's headers, and the library stays loaded.
                        let symbol = unsafe { library.get(concat!(stringify!($name), "\0").as_bytes()) };
                        *symbol.map_err(|problem| format!("{LIBRARY} lacks {}: {problem}", stringify!($name)))?
                    },)*
                    _library: library,
                })
            }
        }
    };
}

// All of them begin with the minor status.
functions! {
    gss_import_name(*const Buffer, *const OidDesc, *mut Handle);
    gss_display_name(Handle, *mut Buffer, *mut *const OidDesc);
    gss_release_name(*mut Handle);
    gss_acquire_cred(Handle, u32, *const OidSet, i32, *mut Handle, *mut *mut OidSet, *mut u32);
    gss_acquire_cred_with_password(
        Handle, *const Buffer, u32, *const OidSet, i32, *mut Handle, *mut *mut OidSet, *mut u32
    );
    gss_release_cred(*mut Handle);
    gss_init_sec_context(
        Handle, *mut Handle, Handle, *const OidDesc, u32, u32, *const Bindings, *const Buffer, *mut *const OidDesc,
        *mut Buffer, *mut u32, *mut u32
    );
    gss_accept_sec_context(
        *mut Handle, Handle, *const Buffer, *const Bindings, *mut Handle, *mut *const OidDesc, *mut Buffer, *mut u32,
        *mut u32, *mut Handle
    );
    gss_delete_sec_context(*mut Handle, *mut Buffer);
    gss_inquire_context(
        Handle, *mut Handle, *mut Handle, *mut u32, *mut *const OidDesc, *mut u32, *mut i32, *mut i32
    );
    gss_inquire_sec_context_by_oid(Handle, *const OidDesc, *mut *mut BufferSet);
    gss_indicate_mechs(*mut *mut OidSet);
    gss_set_neg_mechs(Handle, *const OidSet);
    gss_display_status(u32, i32, *const OidDesc, *mut u32, *mut Buffer);
    gss_release_buffer(*mut Buffer);
    gss_release_buffer_set(*mut *mut BufferSet);
    gss_release_oid_set(*mut *mut OidSet);
    gss_wrap(Handle, i32, u32, *const Buffer, *mut i32, *mut Buffer);
    gss_unwrap(Handle, *const Buffer, *mut Buffer, *mut i32, *mut u32);
    gss_get_mic(Handle, u32, *const Buffer, *mut Buffer);
    gss_verify_mic(Handle, *const Buffer, *const Buffer, *mut u32);
}

fn functions() -> Result<&'static Functions, Failure> {
    static LOADED: LazyLock<Result<Functions, String>> = LazyLock::new(Functions::load);
    LOADED.as_ref().map_err(|text| Failure { major: UNAVAILABLE, text: text.clone() })
}

const UNAVAILABLE: u32 = 16 << 16;
/// What says that a call has failed; the rest is said beside success.
const ERRORS: u32 = 0xFFFF_0000;
const CONTINUE_NEEDED: u32 = 1;
/// A token that came twice, too late, or out of order.
const OUT_OF_PLACE: u32 = 0b1_1110;

/// Why a call failed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Failure {
    /// GSS_S_*.
    pub(super) major: u32,
    pub(super) text: String,
}

/// Memory of the library.
struct Lent(Buffer);

impl Lent {
    const fn new() -> Self {
        Lent(Buffer { length: 0, value: core::ptr::null_mut() })
    }

    fn bytes(&self) -> &[u8] {
        if self.0.value.is_null() {
            return &[];
        }
        // SAFETY: the library says that so many bytes are there, until they are released.
        unsafe { core::slice::from_raw_parts(self.0.value.cast(), self.0.length) }
    }
}

impl Drop for Lent {
    fn drop(&mut self) {
        if let Ok(functions) = functions()
            && !self.0.value.is_null()
        {
            // SAFETY: the buffer is the library's, and is released once.
            unsafe { (functions.gss_release_buffer)(&mut 0, &mut self.0) };
        }
    }
}

/// Bytes of ours as the library takes them: it only reads them.
fn buffer(bytes: &[u8]) -> Buffer {
    Buffer { length: bytes.len(), value: bytes.as_ptr().cast_mut().cast() }
}

fn oid(bytes: Oid) -> OidDesc {
    OidDesc { length: u32::try_from(bytes.len()).unwrap_or(0), elements: bytes.as_ptr().cast_mut().cast() }
}

/// Several mechanisms, and where the set of them points to.
fn oids(list: &[Oid]) -> (Vec<OidDesc>, impl Fn(&mut Vec<OidDesc>) -> OidSet + use<>) {
    let set = |elements: &mut Vec<OidDesc>| OidSet { count: elements.len(), elements: elements.as_mut_ptr() };
    (list.iter().map(|bytes| oid(bytes)).collect(), set)
}

fn check(functions: &Functions, major: u32, minor: u32) -> Result<u32, Failure> {
    if major & ERRORS == 0 {
        return Ok(major);
    }
    Err(failure(functions, major, minor))
}

/// The texts of both parts of a status.
#[cold]
fn failure(functions: &Functions, major: u32, minor: u32) -> Failure {
    let mut texts: Vec<String> = Vec::new();
    for (code, kind) in [(major, 1), (minor, 2)] {
        let mut more = 0;
        // The library gives one text at a time; so many are enough.
        for _ in 0..4 {
            let mut text = Lent::new();
            // SAFETY: plain numbers, and out-parameters of ours.
            let status = unsafe {
                let any = core::ptr::null();
                (functions.gss_display_status)(&mut 0, code, kind, any, &mut more, &mut text.0)
            };
            let text = String::from_utf8_lossy(text.bytes()).trim().to_owned();
            if status & ERRORS == 0 && !text.is_empty() && !texts.contains(&text) && (kind == 1 || code != 0) {
                texts.push(text);
            }
            if more == 0 {
                break;
            }
        }
    }
    Failure { major, text: texts.join("; ") }
}

/// Whether the library knows a mechanism.
pub(super) fn has_mechanism(mechanism: Oid) -> Result<bool, Failure> {
    let functions = functions()?;
    let (mut minor, mut set) = (0, core::ptr::null_mut::<OidSet>());
    // SAFETY: out-parameters of ours; what the set has is there until it is released.
    unsafe {
        let major = (functions.gss_indicate_mechs)(&mut minor, &mut set);
        check(functions, major, minor)?;
        let has = !set.is_null() && (0..(*set).count).any(|index| oid_bytes((*set).elements.add(index)) == mechanism);
        (functions.gss_release_oid_set)(&mut minor, &mut set);
        Ok(has)
    }
}

/// # Safety
/// NULL, or an identifier that is there during the life of what is returned.
unsafe fn oid_bytes<'a>(oid: *const OidDesc) -> &'a [u8] {
    if oid.is_null() {
        return &[];
    }
    // SAFETY: by the contract.
    unsafe { core::slice::from_raw_parts((*oid).elements.cast(), (*oid).length as usize) }
}

/// Declares an owner of one of the library's objects.
macro_rules! owner {
    ($(#[$doc:meta])* $name:ident, $release:ident $(, $extra:expr)?) => {
        $(#[$doc])*
        #[derive(Debug)]
        pub(super) struct $name(Handle);

        // SAFETY: the library's objects belong to no thread, and this is the only one that has it.
        unsafe impl Send for $name {}

        impl Drop for $name {
            fn drop(&mut self) {
                if let Ok(functions) = functions()
                    && !self.0.is_null()
                {
                    // SAFETY: it is the library's, and is released once.
                    unsafe { (functions.$release)(&mut 0, &mut self.0 $(, $extra)?) };
                }
            }
        }
    };
}

owner! {
    /// A name in the library's form.
    Name, gss_release_name
}
owner! {
    /// What one authenticates with.
    Credentials, gss_release_cred
}
owner! {
    /// One side of a conversation that authenticates.
    Context, gss_delete_sec_context, core::ptr::null_mut()
}

// SAFETY: contexts only look at credentials, and the library has locks around what it keeps in them.
unsafe impl Sync for Credentials {}

impl Name {
    pub(super) fn import(text: &[u8], kind: Oid) -> Result<Self, Failure> {
        let functions = functions()?;
        let (text, kind) = (buffer(text), oid(kind));
        let (mut minor, mut name) = (0, Name(core::ptr::null_mut()));
        // SAFETY: the inputs are there during the call, and are only read.
        let major = unsafe { (functions.gss_import_name)(&mut minor, &text, &kind, &mut name.0) };
        check(functions, major, minor)?;
        Ok(name)
    }

    pub(super) fn text(&self) -> Result<String, Failure> {
        let functions = functions()?;
        let (mut minor, mut text, mut kind) = (0, Lent::new(), core::ptr::null());
        // SAFETY: a name of the library, and out-parameters of ours.
        let major = unsafe { (functions.gss_display_name)(&mut minor, self.0, &mut text.0, &mut kind) };
        check(functions, major, minor)?;
        // gss-ntlmssp counts the null character at the end.
        Ok(String::from_utf8_lossy(text.bytes()).trim_end_matches('\0').to_owned())
    }
}

/// What credentials are for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Usage {
    Initiate,
    Accept,
}

impl Credentials {
    pub(super) fn acquire(
        name: Option<&Name>,
        password: Option<&[u8]>,
        mechanisms: &[Oid],
        usage: Usage,
    ) -> Result<Self, Failure> {
        let functions = functions()?;
        let (mut list, set) = oids(mechanisms);
        let set = set(&mut list);
        let usage = match usage {
            Usage::Initiate => 1,
            Usage::Accept => 2,
        };
        let name = name.map_or(core::ptr::null_mut(), |name| name.0);
        let (mut minor, mut credentials) = (0, Credentials(core::ptr::null_mut()));
        let none = core::ptr::null_mut();
        // SAFETY: the inputs are there during the call, and are only read; the outputs that are not wanted are NULL.
        let major = unsafe {
            let out = &mut credentials.0;
            match password.map(buffer) {
                None => {
                    (functions.gss_acquire_cred)(&mut minor, name, 0, &set, usage, out, none, core::ptr::null_mut())
                }
                Some(password) => (functions.gss_acquire_cred_with_password)(
                    &mut minor,
                    name,
                    &password,
                    0,
                    &set,
                    usage,
                    out,
                    none,
                    core::ptr::null_mut(),
                ),
            }
        };
        check(functions, major, minor)?;
        Ok(credentials)
    }

    /// Limits what SPNEGO may choose.
    pub(super) fn negotiates(&mut self, mechanisms: &[Oid]) -> Result<(), Failure> {
        let functions = functions()?;
        let (mut list, set) = oids(mechanisms);
        let set = set(&mut list);
        let mut minor = 0;
        // SAFETY: credentials of the library, and a set that is only read.
        let major = unsafe { (functions.gss_set_neg_mechs)(&mut minor, self.0, &set) };
        check(functions, major, minor).map(drop)
    }
}

/// What a step of a conversation gave.
pub(super) struct Stepped {
    /// For the other side; empty where there is nothing to tell.
    pub(super) token: Vec<u8>,
    pub(super) is_complete: bool,
    /// GSS_C_*_FLAG.
    pub(super) flags: u32,
}

/// Who talks to whom, and how.
pub(super) struct Inquired {
    pub(super) initiator: Option<String>,
    pub(super) acceptor: Option<String>,
    pub(super) mechanism: Vec<u8>,
}

/// Channel bindings with the data of the application only.
fn bindings(data: &[u8]) -> Bindings {
    let none = || Buffer { length: 0, value: core::ptr::null_mut() };
    Bindings { initiator_type: 0, initiator: none(), acceptor_type: 0, acceptor: none(), application: buffer(data) }
}

fn pointer<T>(value: Option<&T>) -> *const T {
    value.map_or(core::ptr::null(), |value| value)
}

impl Context {
    pub(super) fn new() -> Self {
        Context(core::ptr::null_mut())
    }

    /// A step of the side that begins.
    pub(super) fn init(
        &mut self,
        credentials: Option<&Credentials>,
        target: &Name,
        mechanism: Oid,
        flags: u32,
        binding: Option<&[u8]>,
        token: Option<&[u8]>,
    ) -> Result<Stepped, Failure> {
        let functions = functions()?;
        let (mechanism, binding, input) = (oid(mechanism), binding.map(bindings), token.map(buffer));
        let (mut minor, mut output, mut got) = (0, Lent::new(), 0);
        let credentials = credentials.map_or(core::ptr::null_mut(), |credentials| credentials.0);
        // SAFETY: the handles are the library's, the inputs are there during the call and only read, and what is not
        // wanted is NULL.
        let major = unsafe {
            (functions.gss_init_sec_context)(
                &mut minor,
                credentials,
                &mut self.0,
                target.0,
                &mechanism,
                flags,
                0,
                pointer(binding.as_ref()),
                pointer(input.as_ref()),
                core::ptr::null_mut(),
                &mut output.0,
                &mut got,
                core::ptr::null_mut(),
            )
        };
        stepped(functions, major, minor, &output, got)
    }

    /// A step of the side that answers.
    pub(super) fn accept(
        &mut self,
        credentials: &Credentials,
        binding: Option<&[u8]>,
        token: &[u8],
    ) -> Result<Stepped, Failure> {
        let functions = functions()?;
        let (binding, input) = (binding.map(bindings), buffer(token));
        let (mut minor, mut output, mut got) = (0, Lent::new(), 0);
        let none = core::ptr::null_mut;
        // SAFETY: as above.
        let major = unsafe {
            (functions.gss_accept_sec_context)(
                &mut minor,
                &mut self.0,
                credentials.0,
                &input,
                pointer(binding.as_ref()),
                none(),
                core::ptr::null_mut(),
                &mut output.0,
                &mut got,
                core::ptr::null_mut(),
                none(),
            )
        };
        stepped(functions, major, minor, &output, got)
    }

    /// Only of a complete conversation. `tells_acceptor` says of a mechanism whether it may be asked for the acceptor's
    /// name: gss-ntlmssp 1.2 follows a null pointer where it has none.
    pub(super) fn inquire(&self, tells_acceptor: impl FnOnce(&[u8]) -> bool) -> Result<Inquired, Failure> {
        let functions = functions()?;
        let mut initiator = Name(core::ptr::null_mut());
        let mut acceptor = Name(core::ptr::null_mut());
        let (mut minor, mut mechanism, none) = (0, core::ptr::null(), core::ptr::null_mut::<Handle>());
        let (no_number, no_flag) = (core::ptr::null_mut(), core::ptr::null_mut());
        // SAFETY: out-parameters of ours, and NULL for those that are not wanted; the identifier of the mechanism lives
        // as long as the library.
        let (major, mechanism) = unsafe {
            let inquire = functions.gss_inquire_context;
            let mechanism = &mut mechanism;
            let out = &mut initiator.0;
            let major = inquire(&mut minor, self.0, out, none, no_number, mechanism, no_number, no_flag, no_flag);
            (major, oid_bytes(*mechanism).to_vec())
        };
        check(functions, major, minor)?;
        if tells_acceptor(&mechanism) {
            // SAFETY: as above.
            let major = unsafe {
                let (inquire, no_mechanism) = (functions.gss_inquire_context, core::ptr::null_mut());
                let out = &mut acceptor.0;
                inquire(&mut minor, self.0, none, out, no_number, no_mechanism, no_number, no_flag, no_flag)
            };
            check(functions, major, minor)?;
        }
        let text = |name: &Name| if name.0.is_null() { Ok(None) } else { name.text().map(Some) };
        Ok(Inquired { initiator: text(&initiator)?, acceptor: text(&acceptor)?, mechanism })
    }

    /// What the mechanism tells under an identifier; only the first value, which for keys is the key.
    pub(super) fn data(&self, which: Oid) -> Result<Vec<u8>, Failure> {
        let functions = functions()?;
        let which = oid(which);
        let (mut minor, mut set) = (0, core::ptr::null_mut::<BufferSet>());
        // SAFETY: a context of the library, an identifier that is only read, and a set that is released once.
        unsafe {
            let major = (functions.gss_inquire_sec_context_by_oid)(&mut minor, self.0, &which, &mut set);
            check(functions, major, minor)?;
            let mut data = Vec::new();
            if !set.is_null() && (*set).count > 0 {
                let first = &*(*set).elements;
                if !first.value.is_null() {
                    data.extend_from_slice(core::slice::from_raw_parts(first.value.cast(), first.length));
                }
            }
            (functions.gss_release_buffer_set)(&mut minor, &mut set);
            Ok(data)
        }
    }

    /// Protects a message: signs it, and encrypts it if that is wanted.
    pub(super) fn wrap(&mut self, message: &[u8], encrypts: bool) -> Result<Vec<u8>, Failure> {
        let functions = functions()?;
        let (mut minor, mut output, mut encrypted) = (0, Lent::new(), 0);
        // SAFETY: a context of the library, an input that is only read, and out-parameters of ours.
        let major = unsafe {
            let input = buffer(message);
            (functions.gss_wrap)(&mut minor, self.0, encrypts.into(), 0, &input, &mut encrypted, &mut output.0)
        };
        check(functions, major, minor)?;
        if encrypts && encrypted == 0 {
            return Err(Failure { major: UNAVAILABLE, text: "The mechanism cannot encrypt.".to_owned() });
        }
        Ok(output.bytes().to_vec())
    }

    /// Takes the protection off; says whether the message was encrypted.
    pub(super) fn unwrap(&mut self, message: &[u8]) -> Result<(Vec<u8>, bool), Failure> {
        let functions = functions()?;
        let (mut minor, mut output, mut encrypted) = (0, Lent::new(), 0);
        // SAFETY: as above.
        let major = unsafe {
            let input = buffer(message);
            (functions.gss_unwrap)(&mut minor, self.0, &input, &mut output.0, &mut encrypted, core::ptr::null_mut())
        };
        in_place(check(functions, major, minor)?)?;
        Ok((output.bytes().to_vec(), encrypted != 0))
    }

    /// Signs a message.
    pub(super) fn sign(&mut self, message: &[u8]) -> Result<Vec<u8>, Failure> {
        let functions = functions()?;
        let (mut minor, mut output) = (0, Lent::new());
        // SAFETY: as above.
        let major = unsafe { (functions.gss_get_mic)(&mut minor, self.0, 0, &buffer(message), &mut output.0) };
        check(functions, major, minor)?;
        Ok(output.bytes().to_vec())
    }

    pub(super) fn verify(&mut self, message: &[u8], signature: &[u8]) -> Result<(), Failure> {
        let functions = functions()?;
        let mut minor = 0;
        // SAFETY: as above.
        let major = unsafe {
            let (message, signature) = (buffer(message), buffer(signature));
            (functions.gss_verify_mic)(&mut minor, self.0, &message, &signature, core::ptr::null_mut())
        };
        in_place(check(functions, major, minor)?)
    }
}

/// Beside success the library may say that it has seen a token before.
fn in_place(major: u32) -> Result<(), Failure> {
    match major & OUT_OF_PLACE {
        0 => Ok(()),
        _ => Err(Failure { major, text: "The token came twice, too late or out of order.".to_owned() }),
    }
}

fn stepped(functions: &Functions, major: u32, minor: u32, output: &Lent, flags: u32) -> Result<Stepped, Failure> {
    let major = check(functions, major, minor)?;
    in_place(major)?;
    let is_complete = major & CONTINUE_NEEDED == 0;
    Ok(Stepped { token: output.bytes().to_vec(), is_complete, flags })
}
