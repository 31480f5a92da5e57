/*
 * The two messages of the untyped example: an order and its confirmation. There is no contract: who uses the messages
 * decides what to do with them.
 */
#ifndef ORDER_H
#define ORDER_H

#include <WebServices.h>

#define ORDER_NAMESPACE "http://example.org/orders"

typedef struct ORDER {
    INT quantity;
    WS_STRING product;
} ORDER;

typedef struct CONFIRMATION {
    ULONG number;
    WS_STRING ships;
} CONFIRMATION;

static WS_XML_STRING order_ns = WS_XML_STRING_VALUE(ORDER_NAMESPACE), order_name = WS_XML_STRING_VALUE("Order"),
                     quantity_name = WS_XML_STRING_VALUE("quantity"), product_name = WS_XML_STRING_VALUE("product"),
                     confirmation_name = WS_XML_STRING_VALUE("Confirmation"),
                     number_name = WS_XML_STRING_VALUE("number"), ships_name = WS_XML_STRING_VALUE("ships");
static WS_XML_STRING order_action = WS_XML_STRING_VALUE(ORDER_NAMESPACE "/order"),
                     confirmation_action = WS_XML_STRING_VALUE(ORDER_NAMESPACE "/confirmation");

static WS_FIELD_DESCRIPTION
    order_quantity = { .mapping = WS_ELEMENT_FIELD_MAPPING, .localName = &quantity_name, .ns = &order_ns,
                       .type = WS_INT32_TYPE, .offset = WsOffsetOf(ORDER, quantity) },
    order_product = { .mapping = WS_ELEMENT_FIELD_MAPPING, .localName = &product_name, .ns = &order_ns,
                      .type = WS_STRING_TYPE, .offset = WsOffsetOf(ORDER, product) },
    confirmation_number = { .mapping = WS_ELEMENT_FIELD_MAPPING, .localName = &number_name, .ns = &order_ns,
                            .type = WS_UINT32_TYPE, .offset = WsOffsetOf(CONFIRMATION, number) },
    confirmation_ships = { .mapping = WS_ELEMENT_FIELD_MAPPING, .localName = &ships_name, .ns = &order_ns,
                           .type = WS_STRING_TYPE, .offset = WsOffsetOf(CONFIRMATION, ships) };
static WS_FIELD_DESCRIPTION *order_fields[] = { &order_quantity, &order_product },
                            *confirmation_fields[] = { &confirmation_number, &confirmation_ships };

static WS_STRUCT_DESCRIPTION
    order_type = { .size = sizeof(ORDER), .alignment = _Alignof(ORDER), .fields = order_fields,
                   .fieldCount = WsCountOf(order_fields) },
    confirmation_type = { .size = sizeof(CONFIRMATION), .alignment = _Alignof(CONFIRMATION),
                          .fields = confirmation_fields, .fieldCount = WsCountOf(confirmation_fields) };

static WS_ELEMENT_DESCRIPTION order_element = { &order_name, &order_ns, WS_STRUCT_TYPE, &order_type },
                              confirmation_element = { &confirmation_name, &order_ns, WS_STRUCT_TYPE,
                                                       &confirmation_type };
static WS_MESSAGE_DESCRIPTION order_message = { &order_action, &order_element },
                              confirmation_message = { &confirmation_action, &confirmation_element };

#endif
