// Package bench measures servers over the socket: the reference server with
// both stores, and another if IMAPORACLE_BENCH_PEER names its host and port
// (user "user", password "pass").
package bench
