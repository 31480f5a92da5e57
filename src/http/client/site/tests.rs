use super::*;
use crate::task::block_on;
use std::io::Read;
use std::net::TcpListener;

/// Sites with a limit of their own, so that what else runs in the process has no part in it.
fn sites(most: usize) -> &'static Sites {
    Box::leak(Box::new(Sites::new(most)))
}

/// A server that accepts and is silent.
fn server(sites: &'static Sites) -> (TcpListener, Arc<Site>) {
    let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let text = format!("http://127.0.0.1:{}/", listener.local_addr().unwrap().port());
    let site = sites.site(&Url::parse(&text.encode_utf16().collect::<Vec<_>>()).unwrap(), None, &Means::default());
    (listener, site)
}

fn lease(site: &Arc<Site>, is_fresh: bool) -> Lease {
    block_on(site.lease(u32::MAX, Timeouts::default(), is_fresh, None)).unwrap()
}

/// So many connections in use at once, which are kept then.
fn keep(site: &Arc<Site>, count: usize) {
    let leases: Vec<Lease> = (0..count).map(|_| lease(site, true)).collect();
    leases.into_iter().for_each(Lease::end);
}

fn kept(site: &Site) -> (usize, u32) {
    let state = site.state();
    (state.idle.len(), state.open)
}

#[test]
fn when_too_many_are_kept_those_go_that_rested_longest() {
    let sites = sites(16);
    let (quiet_server, quiet) = server(sites);
    let (_busy_server, busy) = server(sites);
    keep(&quiet, 10);
    keep(&busy, 6);
    assert_eq!((kept(&quiet), kept(&busy)), ((10, 10), (6, 6)), "as many as there may be");
    let one_more = lease(&busy, true);
    let mut accepted: Vec<_> = (0..10).map(|_| quiet_server.accept().unwrap().0).collect();
    one_more.end();
    // One too many: three go, down to seven eighths, and all of them are of the site that rests, its first ones.
    assert_eq!((kept(&quiet), kept(&busy)), ((7, 7), (7, 7)));
    assert_eq!(sites.idle.load(Ordering::Relaxed), 14);
    for (index, stream) in accepted.iter_mut().enumerate() {
        stream.set_nonblocking(true).unwrap();
        let is_closed = matches!(stream.read(&mut [0]), Ok(0));
        assert_eq!(is_closed, index < 3, "connection {index}");
    }
    // Those that are left serve.
    assert!(lease(&busy, false).is_kept && lease(&quiet, false).is_kept);
    assert_eq!((kept(&quiet), kept(&busy), sites.idle.load(Ordering::Relaxed)), ((6, 6), (6, 6), 12));
}

#[test]
fn those_that_servers_closed_go_before_any_other() {
    let sites = sites(8);
    let (old_server, old) = server(sites);
    let (gone_server, gone) = server(sites);
    keep(&old, 4);
    keep(&gone, 4);
    // Over the loopback an end has arrived when the close returns.
    let streams: Vec<_> = (0..4).map(|_| gone_server.accept().unwrap().0).collect();
    drop(streams);
    keep(&old, 1);
    assert_eq!((kept(&old), kept(&gone)), ((5, 5), (0, 0)));
    assert_eq!(sites.idle.load(Ordering::Relaxed), 5);
    drop(old_server);
}

#[test]
fn a_kept_one_gives_its_place_to_a_new_one() {
    let sites = sites(8);
    let (_server, site) = server(sites);
    keep(&site, 2);
    let fresh = block_on(site.lease(2, Timeouts::default(), true, None)).unwrap();
    assert!(!fresh.is_kept);
    assert_eq!((kept(&site), sites.idle.load(Ordering::Relaxed)), ((1, 2), 1));
    drop(fresh);
    assert_eq!(kept(&site), (1, 1));
    drop(site);
    sites.all().clear();
    assert_eq!(sites.idle.load(Ordering::Relaxed), 0, "a site that is forgotten counts for nothing");
}
