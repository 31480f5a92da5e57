use super::*;

fn open(kind: WS_CHANNEL_TYPE) -> Life {
    let mut life = Life::new(kind);
    let to = if kind == WS_CHANNEL_TYPE_REPLY { WS_CHANNEL_STATE_ACCEPTING } else { WS_CHANNEL_STATE_OPENING };
    life.begin_open(to, "open").unwrap();
    assert!(life.opened(true));
    life
}

fn write(life: &mut Life, message: MessageId) {
    life.begin_write(Step::Start, message, "start").unwrap();
    life.wrote(Step::Start, message, true);
    life.begin_write(Step::End, message, "end").unwrap();
    life.wrote(Step::End, message, true);
}

fn read(life: &mut Life, message: MessageId) {
    assert_eq!(life.begin_read(Step::Start, message, "start").unwrap(), Reading::Next);
    life.read(Step::Start, message, true);
    assert_eq!(life.begin_read(Step::End, message, "end").unwrap(), Reading::Next);
    life.read(Step::End, message, true);
}

fn code<T>(result: Result<T>) -> HRESULT {
    result.err().map_or(S_OK, |fault| fault.code())
}

#[test]
fn a_request_channel_sends_then_receives() {
    let mut life = open(WS_CHANNEL_TYPE_REQUEST);
    assert_eq!(code(life.begin_read(Step::Start, 1, "read")), WS_E_INVALID_OPERATION);
    for _ in 0..2 {
        write(&mut life, 1);
        life.answered(true);
        assert_eq!(code(life.begin_write(Step::Start, 1, "write")), WS_E_INVALID_OPERATION);
        read(&mut life, 2);
    }
    write(&mut life, 1);
    life.answered(false);
    assert_eq!(life.begin_read(Step::Start, 2, "read").unwrap(), Reading::End);
    write(&mut life, 1);
    life.answered(false);
    // A one-way message need not be followed by a receive.
    write(&mut life, 1);
}

#[test]
fn a_reply_channel_receives_then_sends_once() {
    let mut life = open(WS_CHANNEL_TYPE_REPLY);
    assert_eq!(code(life.begin_write(Step::Start, 1, "write")), WS_E_INVALID_OPERATION);
    life.begin_read(Step::Start, 1, "read").unwrap();
    life.read(Step::Start, 1, true);
    // A streamed reply may begin while the request is being read.
    life.begin_write(Step::Start, 2, "write").unwrap();
    life.wrote(Step::Start, 2, true);
    life.begin_read(Step::End, 1, "read").unwrap();
    life.read(Step::End, 1, true);
    assert_eq!(life.begin_read(Step::Start, 3, "read").unwrap(), Reading::End);
    life.begin_write(Step::End, 2, "write").unwrap();
    life.wrote(Step::End, 2, true);
    assert_eq!(life.begin_read(Step::Start, 3, "read").unwrap(), Reading::End);
    assert_eq!(code(life.begin_write(Step::Start, 2, "write")), WS_E_INVALID_OPERATION);
    assert_eq!(life.begin_close().unwrap(), Farewell::Graceful);
}

#[test]
fn a_reply_that_was_given_up_can_be_replaced_while_nothing_has_left() {
    let mut life = open(WS_CHANNEL_TYPE_REPLY);
    read(&mut life, 1);
    life.begin_write(Step::Start, 2, "write").unwrap();
    life.wrote(Step::Start, 2, true);
    assert_eq!(life.abandon(2).unwrap(), [Side::Write]);
    life.begin_write(Step::Start, 2, "write").unwrap();
    life.wrote(Step::Start, 2, true);
    life.reply_left();
    assert_eq!(life.abandon(2).unwrap(), [Side::Write]);
    assert_eq!(code(life.begin_write(Step::Start, 2, "write")), WS_E_INVALID_OPERATION);
}

#[test]
fn one_operation_per_direction() {
    let mut life = open(WS_CHANNEL_TYPE_DUPLEX_SESSION);
    life.begin_write(Step::Start, 1, "write").unwrap();
    life.begin_read(Step::Start, 2, "read").unwrap();
    assert_eq!(code(life.begin_write(Step::Start, 3, "write")), WS_E_INVALID_OPERATION);
    assert_eq!(code(life.begin_read(Step::Start, 3, "read")), WS_E_INVALID_OPERATION);
    assert_eq!(code(life.abandon(1)), WS_E_INVALID_OPERATION);
    assert_eq!(code(life.abandon(3)), E_INVALIDARG);
    life.wrote(Step::Start, 1, true);
    assert_eq!(code(life.begin_write(Step::End, 2, "write")), WS_E_INVALID_OPERATION);
    assert_eq!(life.begin_close().unwrap(), Farewell::Rude);
    assert!(life.is_busy());
}

#[test]
fn a_failed_start_leaves_nothing_and_a_failed_end_can_be_abandoned() {
    let mut life = open(WS_CHANNEL_TYPE_DUPLEX);
    life.begin_write(Step::Start, 1, "write").unwrap();
    life.wrote(Step::Start, 1, false);
    assert_eq!(code(life.abandon(1)), E_INVALIDARG);
    life.begin_write(Step::Start, 1, "write").unwrap();
    life.wrote(Step::Start, 1, true);
    life.begin_write(Step::End, 1, "write").unwrap();
    life.wrote(Step::End, 1, false);
    assert_eq!(life.abandon(1).unwrap(), [Side::Write]);
}

#[test]
fn abort_in_each_state() {
    let mut life = Life::new(WS_CHANNEL_TYPE_REQUEST);
    life.abort();
    assert_eq!(code(life.begin_open(WS_CHANNEL_STATE_OPENING, "open")), WS_E_OPERATION_ABORTED);
    life.reset().unwrap();
    life.begin_open(WS_CHANNEL_STATE_OPENING, "open").unwrap();
    life.abort();
    assert!(!life.opened(true));
    assert_eq!(life.state(), WS_CHANNEL_STATE_CREATED);

    let mut life = open(WS_CHANNEL_TYPE_REQUEST);
    life.abort();
    assert_eq!(life.state(), WS_CHANNEL_STATE_FAULTED);
    assert_eq!(code(life.begin_write(Step::Start, 1, "write")), WS_E_OPERATION_ABORTED);
    assert_eq!(code(life.reset()), WS_E_INVALID_OPERATION);
    assert_eq!(life.begin_close().unwrap(), Farewell::Rude);
    assert!(!life.closed());
    life.reset().unwrap();

    let mut life = open(WS_CHANNEL_TYPE_REQUEST);
    life.begin_close().unwrap();
    life.abort();
    assert!(life.closed());
    assert_eq!(life.state(), WS_CHANNEL_STATE_CLOSED);
    life.abort();
    life.reset().unwrap();
    life.begin_open(WS_CHANNEL_STATE_OPENING, "open").unwrap();
}

#[test]
fn a_faulted_channel_can_only_be_closed() {
    let mut life = open(WS_CHANNEL_TYPE_REPLY);
    life.fault();
    assert_eq!(code(life.begin_read(Step::Start, 1, "read")), WS_E_OBJECT_FAULTED);
    assert_eq!(code(life.begin_open(WS_CHANNEL_STATE_ACCEPTING, "accept")), WS_E_INVALID_OPERATION);
    life.begin_close().unwrap();
    life.closed();
    assert_eq!(code(life.begin_close().map(drop)), WS_E_INVALID_OPERATION);
}

#[test]
fn only_sessions_that_send_are_shut_down() {
    assert_eq!(code(open(WS_CHANNEL_TYPE_REQUEST).begin_shutdown()), WS_E_INVALID_OPERATION);
    assert_eq!(code(open(WS_CHANNEL_TYPE_INPUT_SESSION).begin_shutdown()), WS_E_INVALID_OPERATION);
    let mut life = open(WS_CHANNEL_TYPE_DUPLEX_SESSION);
    life.begin_shutdown().unwrap();
    life.shutdown_ended(true);
    assert!(life.is_shut_down());
    assert_eq!(code(life.begin_shutdown()), WS_E_INVALID_OPERATION);
    assert_eq!(code(life.begin_write(Step::Start, 1, "write")), WS_E_INVALID_OPERATION);
    read(&mut life, 1);
}

#[test]
fn directions_of_the_types() {
    for (kind, sends, receives) in [
        (WS_CHANNEL_TYPE_INPUT, false, true),
        (WS_CHANNEL_TYPE_OUTPUT, true, false),
        (WS_CHANNEL_TYPE_INPUT_SESSION, false, true),
        (WS_CHANNEL_TYPE_OUTPUT_SESSION, true, false),
        (WS_CHANNEL_TYPE_DUPLEX, true, true),
        (WS_CHANNEL_TYPE_DUPLEX_SESSION, true, true),
    ] {
        assert_eq!(open(kind).begin_write(Step::Start, 1, "write").is_ok(), sends, "{kind:?}");
        assert_eq!(open(kind).begin_read(Step::Start, 1, "read").is_ok(), receives, "{kind:?}");
    }
}
