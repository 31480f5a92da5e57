/*
 * What the tests of channels share: the element <a xmlns="urn:t">number</a> as a message, and messages that need no words.
 */
#ifndef SOAP_H
#define SOAP_H

#include "peer.h"

#define SOAP11 "http://schemas.xmlsoap.org/soap/envelope/"
#define SOAP12 "http://www.w3.org/2003/05/soap-envelope"
#define WSA10 "http://www.w3.org/2005/08/addressing"

static WS_XML_STRING number_name = WS_XML_STRING_VALUE("a");
static WS_XML_STRING number_ns = WS_XML_STRING_VALUE("urn:t");
static WS_XML_STRING ask_action = WS_XML_STRING_VALUE("urn:ask");
static WS_XML_STRING answer_action = WS_XML_STRING_VALUE("urn:answer");
static WS_ELEMENT_DESCRIPTION number_element = {&number_name, &number_ns, WS_INT32_TYPE, NULL};
static const WS_MESSAGE_DESCRIPTION ask = {&ask_action, &number_element};
static const WS_MESSAGE_DESCRIPTION answer = {&answer_action, &number_element};
static const WS_MESSAGE_DESCRIPTION anything = {NULL, &number_element};
static const WS_MESSAGE_DESCRIPTION nothing = {NULL, NULL};

#define ENVELOPE11(body) "<s:Envelope xmlns:s=\"" SOAP11 "\"><s:Body>" body "</s:Body></s:Envelope>"
#define ENVELOPE12(body) "<s:Envelope xmlns:s=\"" SOAP12 "\"><s:Body>" body "</s:Body></s:Envelope>"
#define NUMBER(digits) "<a xmlns=\"urn:t\">" digits "</a>"

#define PROPERTY(id, variable) {(id), (void *)&(variable), sizeof(variable)}

static const WS_ENVELOPE_VERSION soap11 = WS_ENVELOPE_VERSION_SOAP_1_1;
static const WS_ENVELOPE_VERSION soap12 = WS_ENVELOPE_VERSION_SOAP_1_2;
static const WS_ADDRESSING_VERSION transport = WS_ADDRESSING_VERSION_TRANSPORT;
static const WS_ENCODING raw = WS_ENCODING_RAW;

/* SOAP 1.1 without addressing, what most services on the network want. */
static const WS_CHANNEL_PROPERTY basic[] = {
    PROPERTY(WS_CHANNEL_PROPERTY_ENVELOPE_VERSION, soap11),
    PROPERTY(WS_CHANNEL_PROPERTY_ADDRESSING_VERSION, transport),
};

static inline WS_CHANNEL *make_channel(const WS_CHANNEL_PROPERTY *properties, ULONG count, WS_ERROR *error)
{
    WS_CHANNEL *channel = NULL;
    assert_ok(WsCreateChannel(WS_CHANNEL_TYPE_REQUEST, WS_HTTP_CHANNEL_BINDING, properties, count, NULL, &channel,
                              error), error);
    return channel;
}

static inline void open_channel(WS_CHANNEL *channel, unsigned port, WS_ERROR *error)
{
    WCHAR buffer[200];
    WS_ENDPOINT_ADDRESS address = {0};
    address.url = url_of(buffer, "http://127.0.0.1:%u/x", port);
    assert_ok(WsOpenChannel(channel, &address, NULL, error), error);
}

static inline WS_MESSAGE *make_message(WS_CHANNEL *channel, WS_ERROR *error)
{
    WS_MESSAGE *message = NULL;
    assert_ok(WsCreateMessageForChannel(channel, NULL, 0, &message, error), error);
    return message;
}

static inline WS_CHANNEL_STATE channel_state(WS_CHANNEL *channel)
{
    WS_CHANNEL_STATE state = (WS_CHANNEL_STATE)-1;
    assert_ok(WsGetChannelProperty(channel, WS_CHANNEL_PROPERTY_STATE, &state, sizeof(state), NULL), NULL);
    return state;
}

static inline WS_LISTENER_STATE listener_state(WS_LISTENER *listener)
{
    WS_LISTENER_STATE state = (WS_LISTENER_STATE)-1;
    assert_ok(WsGetListenerProperty(listener, WS_LISTENER_PROPERTY_STATE, &state, sizeof(state), NULL), NULL);
    return state;
}

/* Waits for the outcome of an asynchronous call. */
typedef struct WAITER {
    pthread_mutex_t lock;
    pthread_cond_t done;
    int is_done;
    HRESULT hr;
} WAITER;

static inline void CALLBACK completed(HRESULT hr, WS_CALLBACK_MODEL model, void *state)
{
    (void)model;
    WAITER *waiter = (WAITER *)state;
    pthread_mutex_lock(&waiter->lock);
    waiter->hr = hr;
    waiter->is_done = 1;
    pthread_cond_signal(&waiter->done);
    pthread_mutex_unlock(&waiter->lock);
}

static inline HRESULT wait_for(WAITER *waiter)
{
    pthread_mutex_lock(&waiter->lock);
    while (!waiter->is_done) {
        pthread_cond_wait(&waiter->done, &waiter->lock);
    }
    waiter->is_done = 0;
    pthread_mutex_unlock(&waiter->lock);
    return waiter->hr;
}

#define WAITER_INIT {PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER, 0, 0}

#endif /* SOAP_H */
