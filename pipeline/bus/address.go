package bus

import (
	"errors"
	"fmt"
	"net"
	"strconv"
	"syscall"

	"github.com/nats-io/nats-server/v2/server"
)

// freeAddress returns the address to listen on: the port used before, the configured one, or
// the first free one after it.
func freeAddress(listen string, before int) (host string, port int, err error) {
	host, text, err := net.SplitHostPort(listen)
	if err != nil {
		return "", 0, err
	}
	if port, err = strconv.Atoi(text); err != nil {
		return "", 0, fmt.Errorf("%q is no port", text)
	}
	if before > 0 {
		return host, before, nil
	}
	if port == 0 {
		return host, server.RANDOM_PORT, nil
	}
	for try := port; try < port+100; try++ {
		l, err := net.Listen("tcp", net.JoinHostPort(host, strconv.Itoa(try)))
		if err == nil {
			return host, try, l.Close()
		}
		if !errors.Is(err, syscall.EADDRINUSE) {
			return "", 0, err
		}
	}
	return "", 0, fmt.Errorf("ports %d to %d are all in use", port, port+99)
}
