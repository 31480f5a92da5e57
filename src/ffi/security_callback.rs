//! What security asks of the program: its callbacks behind the traits of the settings.

use crate::abi::*;
use crate::ffi::callback::{call_back, succeeded};
use crate::ffi::cert_context as certificate;
use crate::ffi::handle;
use crate::ffi::operation::current_error;
use crate::runtime::fault::{Fault, Result};
use crate::runtime::heap::Heap;
use crate::security::certificate::Certificate;
use crate::security::settings::{
    Asked, GetCertificate, HttpPasswords, Role, Secret, UserPasswords, ValidateCertificate,
};
use crate::task;
use core::fmt;
use core::ptr::null_mut;

/// A pointer that is only handed back to the program, whose callbacks have to cope with any thread.
#[derive(Clone, Copy)]
struct State(*mut c_void);

// SAFETY: see above.
unsafe impl Send for State {}
// SAFETY: see above.
unsafe impl Sync for State {}

/// A string that is lent to a callback, and overwritten afterwards, since it may be a password.
struct Lent {
    chars: Vec<u16>,
}

impl Lent {
    fn new(text: &str) -> Self {
        // No character takes more units than bytes: never moved while it grows.
        let mut chars = Vec::with_capacity(text.len());
        chars.extend(text.encode_utf16());
        Lent { chars }
    }

    fn as_c(&self) -> Result<WS_STRING> {
        let length = ULONG::try_from(self.chars.len()).map_err(|_| Fault::overflow("The text is too long."))?;
        Ok(WS_STRING { length, chars: self.chars.as_ptr().cast_mut() })
    }
}

impl Drop for Lent {
    fn drop(&mut self) {
        self.chars.fill(0);
        core::hint::black_box(&self.chars);
    }
}

/// The answer of a callback that says yes or no.
fn truth(code: HRESULT, what: &str) -> Result<bool> {
    match code {
        S_FALSE => Ok(false),
        S_OK => Ok(true),
        _ => Err(refused(code, what)),
    }
}

/// A callback that gave neither of its answers.
#[cold]
fn refused(code: HRESULT, what: &str) -> Fault {
    match succeeded(code, what) {
        Err(fault) => fault,
        Ok(_) => Fault::new(WS_E_OTHER, format!("The {what} returned 0x{code:08X}, which it must not.")),
    }
}

/// WS_CUSTOM_CERT_CREDENTIAL.
pub(super) struct CertCallback {
    get: unsafe extern "C" fn(
        *mut c_void,
        *const WS_ENDPOINT_ADDRESS,
        *const WS_STRING,
        *mut *const CERT_CONTEXT,
        *mut WS_ERROR,
    ) -> HRESULT,
    state: State,
    issuers: WS_CERT_ISSUER_LIST_NOTIFICATION_CALLBACK,
    issuers_state: State,
}

impl CertCallback {
    pub(super) fn new(given: &WS_CUSTOM_CERT_CREDENTIAL, role: Role) -> Result<Self> {
        let get = given.getCertCallback.ok_or_else(|| Fault::invalid_arg("The getCertCallback is NULL."))?;
        if role == Role::Server && given.certIssuerListNotificationCallback.is_some() {
            return Err(Fault::invalid_arg("The certIssuerListNotificationCallback is for clients."));
        }
        Ok(CertCallback {
            get,
            state: State(given.getCertCallbackState),
            issuers: given.certIssuerListNotificationCallback,
            issuers_state: State(given.certIssuerListNotificationCallbackState),
        })
    }
}

impl fmt::Debug for CertCallback {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("WS_GET_CERT_CALLBACK")
    }
}

impl GetCertificate for CertCallback {
    fn get(&self, target: Option<&WS_ENDPOINT_ADDRESS>) -> Result<Option<Certificate>> {
        const WHAT: &str = "WS_GET_CERT_CALLBACK";
        let address = target.map_or(core::ptr::null(), core::ptr::from_ref);
        // What a client connects to is what the address says.
        let via = target.map_or(core::ptr::null(), |address| &raw const address.url);
        let mut given: *const CERT_CONTEXT = core::ptr::null();
        // SAFETY: the program's callback with its own state; the rest is there during the call.
        let code = task::long(|| unsafe { (self.get)(self.state.0, address, via, &raw mut given, current_error()) });
        // On failure what it left is its own.
        if code != S_OK {
            return Err(refused(code, WHAT));
        }
        if given.is_null() {
            return Ok(None);
        }
        // SAFETY: the callback handed its reference over.
        unsafe { certificate::take(given, "cert") }
            .map(Some)
            .map_err(|fault| fault.context(format!("This concerns what the {WHAT} gave.")))
    }

    fn tell_issuers(&self, issuers: &[Vec<u8>]) -> Result<()> {
        let Some(tell) = self.issuers else { return Ok(()) };
        let blob = |name: &Vec<u8>| CERT_NAME_BLOB {
            cbData: u32::try_from(name.len()).unwrap_or(0),
            pbData: name.as_ptr().cast_mut(),
        };
        let mut blobs: Vec<CERT_NAME_BLOB> = issuers.iter().map(blob).collect();
        let list = SecPkgContext_IssuerListInfoEx {
            aIssuers: blobs.as_mut_ptr(),
            cIssuers: u32::try_from(blobs.len()).unwrap_or(0),
        };
        // SAFETY: the program's callback with its own state; the list is there during the call.
        let code = task::long(|| unsafe { tell(self.issuers_state.0, &raw const list, current_error()) });
        succeeded(code, "WS_CERT_ISSUER_LIST_NOTIFICATION_CALLBACK").map(|_| ())
    }
}

/// WS_CERTIFICATE_VALIDATION_CALLBACK_CONTEXT.
pub(super) struct ValidationCallback {
    callback: unsafe extern "C" fn(*const CERT_CONTEXT, *mut c_void) -> HRESULT,
    state: State,
}

impl ValidationCallback {
    pub(super) fn new(given: WS_CERTIFICATE_VALIDATION_CALLBACK_CONTEXT) -> Result<Self> {
        let callback = given.callback.ok_or_else(|| Fault::invalid_arg("The callback is NULL."))?;
        Ok(ValidationCallback { callback, state: State(given.state) })
    }
}

impl fmt::Debug for ValidationCallback {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("WS_CERTIFICATE_VALIDATION_CALLBACK")
    }
}

impl ValidateCertificate for ValidationCallback {
    fn validate(&self, certificate: &Certificate) -> Result<()> {
        let context = certificate::create(certificate.clone())?;
        // SAFETY: the program's callback with its own state; the reference is the callback's from here on.
        let code = task::long(|| unsafe { (self.callback)(context, self.state.0) });
        if code == S_OK {
            return Ok(());
        }
        let fault = if code < 0 { code } else { WS_E_SECURITY_VERIFICATION_FAILURE };
        Err(Fault::new(
            fault,
            format!("The WS_CERTIFICATE_VALIDATION_CALLBACK refused the certificate: it returned 0x{code:08X}."),
        ))
    }
}

/// Calls what gives a password, with a heap to put it into, and takes the password from there.
fn ask_secret(
    what: &str,
    call: impl FnOnce(*mut WS_HEAP, *mut WS_STRING, *mut WS_ERROR) -> HRESULT,
) -> Result<Option<Secret>> {
    /// More than any password takes.
    const HEAP_SIZE: usize = 65536;
    /// Frees the heap, whatever happens.
    struct Own(*mut WS_HEAP);
    impl Drop for Own {
        fn drop(&mut self) {
            // SAFETY: made here, and nobody else frees it.
            unsafe { handle::free(self.0) }
        }
    }

    let heap = Own(handle::create::<WS_HEAP>(Heap::new(HEAP_SIZE, 0))?);
    let mut secret = WS_STRING { length: 0, chars: null_mut() };
    let code = task::long(|| call(heap.0, &raw mut secret, current_error()));
    match truth(code, what)? {
        // SAFETY: the program's string, which is there until the heap goes.
        true => unsafe { crate::ffi::security_credential::secret(&secret, "secret") }.map(Some),
        false => Ok(None),
    }
}

/// WSX_HTTP_AUTH_VALIDATOR.
pub(super) struct HttpValidator {
    given: WSX_HTTP_AUTH_VALIDATOR,
}

// SAFETY: callbacks of the program with a state that is only handed back: they have to cope with any thread.
unsafe impl Send for HttpValidator {}
// SAFETY: as above.
unsafe impl Sync for HttpValidator {}

impl HttpValidator {
    pub(super) fn new(given: WSX_HTTP_AUTH_VALIDATOR) -> Self {
        HttpValidator { given }
    }
}

impl fmt::Debug for HttpValidator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("WSX_HTTP_AUTH_VALIDATOR")
    }
}

impl HttpPasswords for HttpValidator {
    fn validate(&self, user: &str, password: &str, realm: &str) -> Result<bool> {
        let Some(validate) = self.given.validate else { return Ok(false) };
        let (user, password, realm) = (Lent::new(user), Lent::new(password), Lent::new(realm));
        let strings = [user.as_c()?, password.as_c()?, realm.as_c()?];
        let [user, password, realm] = strings.each_ref().map(core::ptr::from_ref);
        let state = self.given.callbackState;
        // SAFETY: the program's callback with its own state; the strings are there during the call.
        let code = task::long(|| unsafe { validate(state, user, password, realm, current_error()) });
        truth(code, "WSX_VALIDATE_HTTP_PASSWORD_CALLBACK")
    }

    fn secret(&self, user: &str, realm: &str) -> Result<Option<Secret>> {
        let Some(secret) = self.given.secret else { return Ok(None) };
        let (user, realm) = (Lent::new(user), Lent::new(realm));
        let strings = [user.as_c()?, realm.as_c()?];
        let [user, realm] = strings.each_ref().map(core::ptr::from_ref);
        let state = self.given.callbackState;
        ask_secret("WSX_HTTP_PASSWORD_SECRET_CALLBACK", |heap, out, error| {
            // SAFETY: the program's callback with its own state; the rest is there during the call.
            unsafe { secret(state, user, realm, heap, out, error) }
        })
    }

    fn kinds(&self) -> (bool, bool) {
        (self.given.validate.is_some(), self.given.secret.is_some())
    }
}

/// The callbacks of WS_USERNAME_MESSAGE_SECURITY_BINDING.
pub(super) struct PasswordCallbacks {
    validator: WS_VALIDATE_PASSWORD_CALLBACK,
    validator_state: State,
    secret: WSX_PASSWORD_SECRET_CALLBACK,
    secret_state: State,
}

impl PasswordCallbacks {
    pub(super) fn new(
        validator: WS_VALIDATE_PASSWORD_CALLBACK,
        validator_state: *mut c_void,
        secret: Option<WSX_PASSWORD_SECRET_CALLBACK_CONTEXT>,
    ) -> Self {
        PasswordCallbacks {
            validator,
            validator_state: State(validator_state),
            secret: secret.and_then(|given| given.callback),
            secret_state: State(secret.map_or(null_mut(), |given| given.state)),
        }
    }
}

impl fmt::Debug for PasswordCallbacks {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("WS_VALIDATE_PASSWORD_CALLBACK")
    }
}

/// Name and password that a callback has, perhaps beyond its return.
struct Pair {
    /// What the strings point to.
    _texts: [Lent; 2],
    strings: [WS_STRING; 2],
}

// SAFETY: the strings point to the texts beside them, which nobody changes.
unsafe impl Send for Pair {}
// SAFETY: as above.
unsafe impl Sync for Pair {}

impl UserPasswords for PasswordCallbacks {
    fn validate<'a>(&'a self, user: &'a str, password: &'a str) -> Asked<'a, bool> {
        Box::pin(async move {
            let Some(validator) = self.validator else { return Ok(false) };
            let texts = [Lent::new(user), Lent::new(password)];
            let [user, password] = &texts;
            let strings = [user.as_c()?, password.as_c()?];
            // In a place of its own, since the callback may keep the pointers until it completes.
            let pair = Box::new(Pair { _texts: texts, strings });
            let (pair, state) = (&*pair, self.validator_state);
            let code = call_back(move |context, error| {
                let State(state) = { state };
                let [user, password] = pair.strings.each_ref().map(core::ptr::from_ref);
                // SAFETY: the program's callback with its own state; the strings are there until it completes.
                unsafe { validator(state, user, password, context, error) }
            })
            .await;
            truth(code, "WS_VALIDATE_PASSWORD_CALLBACK")
        })
    }

    fn secret(&self, user: &str) -> Result<Option<Secret>> {
        let Some(secret) = self.secret else { return Ok(None) };
        let user = Lent::new(user);
        let user = user.as_c()?;
        ask_secret("WSX_PASSWORD_SECRET_CALLBACK", |heap, out, error| {
            // SAFETY: the program's callback with its own state; the rest is there during the call.
            unsafe { secret(self.secret_state.0, &raw const user, heap, out, error) }
        })
    }

    fn has_secrets(&self) -> bool {
        self.secret.is_some()
    }
}
