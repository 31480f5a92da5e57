//! A peer in memory: says its pieces, one per read, then ends; keeps what it was sent. Nothing ever waits.

use crate::abi::WS_E_ENDPOINT_DISCONNECTED;
use crate::runtime::fault::{Fault, Result};
use std::collections::VecDeque;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Mutex, MutexGuard, PoisonError};

#[derive(Debug, Default)]
pub(crate) struct Script(Mutex<State>);

#[derive(Debug, Default)]
struct State {
    pieces: VecDeque<Vec<u8>>,
    sent: Vec<u8>,
    is_cut: bool,
}

impl Script {
    /// A peer that says `bytes` in pieces of so many.
    pub(crate) fn new(bytes: &[u8], piece: usize) -> Self {
        let pieces = bytes.chunks(piece.max(1)).map(<[u8]>::to_vec).collect();
        Script(Mutex::new(State { pieces, ..State::default() }))
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What it was sent so far.
    pub(crate) fn sent(&self) -> Vec<u8> {
        self.state().sent.clone()
    }

    pub(crate) fn is_cut(&self) -> bool {
        self.state().is_cut
    }

    fn next(&self, most: usize) -> Vec<u8> {
        let mut state = self.state();
        if state.is_cut {
            return Vec::new();
        }
        let Some(mut piece) = state.pieces.pop_front() else { return Vec::new() };
        if piece.len() > most {
            state.pieces.push_front(piece.split_off(most));
        }
        piece
    }

    pub(crate) async fn read(&self, buffer: &mut [u8]) -> Result<usize> {
        let piece = self.next(buffer.len());
        buffer.iter_mut().zip(&piece).for_each(|(to, from)| *to = *from);
        Ok(piece.len())
    }

    pub(crate) async fn read_to(&self, bytes: &mut Vec<u8>) -> Result<usize> {
        let piece = self.next(bytes.capacity() - bytes.len());
        bytes.extend_from_slice(&piece);
        Ok(piece.len())
    }

    pub(crate) async fn read_lent(
        &self,
        mut take: impl FnMut() -> Vec<u8>,
        _give: impl FnMut(Vec<u8>),
    ) -> Result<Vec<u8>> {
        let mut bytes = take();
        self.read_to(&mut bytes).await?;
        Ok(bytes)
    }

    pub(crate) async fn write_both(&self, first: &[u8], second: &[u8]) -> Result<()> {
        let mut state = self.state();
        if state.is_cut {
            return Err(Fault::new(WS_E_ENDPOINT_DISCONNECTED, "The connection was cut."));
        }
        state.sent.extend_from_slice(first);
        state.sent.extend_from_slice(second);
        Ok(())
    }

    pub(crate) async fn readable(&self) -> Result<()> {
        Ok(())
    }

    pub(crate) fn is_stale(&self) -> bool {
        let state = self.state();
        state.is_cut || !state.pieces.is_empty()
    }

    pub(crate) fn finish(&self) {}

    pub(crate) fn cut(&self) {
        self.state().is_cut = true;
    }

    pub(crate) fn peer(&self) -> SocketAddr {
        SocketAddr::new(Ipv4Addr::LOCALHOST.into(), 9)
    }

    pub(crate) fn local(&self) -> Result<SocketAddr> {
        Ok(SocketAddr::new(Ipv4Addr::LOCALHOST.into(), 80))
    }
}
