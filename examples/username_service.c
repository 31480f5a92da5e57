/*
 * A service over HTTPS that asks for a name and a password in the security header of each message: WS-Security's
 * UsernameToken.
 *
 *     username_service https://localhost:8443/calculator
 */
#include "secure.h"

static HRESULT CALLBACK validate(void *state, const WS_STRING *username, const WS_STRING *password,
                                 const WS_ASYNC_CONTEXT *asyncContext, WS_ERROR *error)
{
    UNREFERENCED_PARAMETER(state);
    UNREFERENCED_PARAMETER(asyncContext);
    UNREFERENCED_PARAMETER(error);
    BOOL isUser = is_text(username, "alice"), isPassword = is_text(password, "wonderland");
    return isUser && isPassword ? S_OK : S_FALSE;
}

/* Everyone with a password may call; this only says who. */
static HRESULT CALLBACK is_welcome(const WS_OPERATION_CONTEXT *context, BOOL *authorized, WS_ERROR *error)
{
    WS_MESSAGE *message = NULL;
    WS_STRING name = { 0, NULL };
    HRESULT hr = WsGetOperationContextProperty(context, WS_OPERATION_CONTEXT_PROPERTY_INPUT_MESSAGE, &message,
                                               sizeof(message), error);
    if (SUCCEEDED(hr)) hr = WsGetMessageProperty(message, WS_MESSAGE_PROPERTY_USERNAME, &name, sizeof(name), error);
    if (FAILED(hr)) return hr;
    print_sender("the user", &name);
    *authorized = TRUE;
    return S_OK;
}

int main(int argc, char **argv)
{
    WS_USERNAME_MESSAGE_SECURITY_BINDING user = {
        .binding = { .bindingType = WS_USERNAME_MESSAGE_SECURITY_BINDING_TYPE },
        .bindingUsage = WS_SUPPORTING_MESSAGE_SECURITY_USAGE,
        .passwordValidator = validate,
    };
    WS_SSL_TRANSPORT_SECURITY_BINDING ssl = { .binding = { .bindingType = WS_SSL_TRANSPORT_SECURITY_BINDING_TYPE },
                                              .localCertCredential = &service_certificate.credential };
    WS_SECURITY_BINDING *bindings[] = { &ssl.binding, &user.binding };
    WS_SECURITY_DESCRIPTION security = { bindings, WsCountOf(bindings), NULL, 0 };
    return serve_calculator(argc > 1 ? argv[1] : "https://localhost:8443/calculator", &security, is_welcome);
}
