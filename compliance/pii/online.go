package pii

import (
	"net/netip"
	"regexp"
	"strings"
)

var (
	emailShape = regexp.MustCompile(`[\pL\pN._%+\-]+@[\pL\pN](?:[\pL\pN\-]*[\pL\pN])?(?:\.[\pL\pN](?:[\pL\pN\-]*[\pL\pN])?)*\.\pL{2,24}`)
	urlShape   = regexp.MustCompile(`(?i)(?:https?://|www\.)[^\s<>"'()\[\]{}]*[^\s<>"'()\[\]{}.,;:!?]`)
	ipv4Shape  = regexp.MustCompile(`\d{1,3}(?:\.\d{1,3}){3}`)
	ipv6Shape  = regexp.MustCompile(`(?i)[0-9a-f]{0,4}(?::[0-9a-f]{0,4}){2,7}`)
	macShape   = regexp.MustCompile(`(?i)[0-9a-f]{2}(?::[0-9a-f]{2}){5}|[0-9a-f]{2}(?:-[0-9a-f]{2}){5}|[0-9a-f]{4}\.[0-9a-f]{4}\.[0-9a-f]{4}`)
	hostWords  = words(`IP\b`, `IPv4`, `host`, `server`, `client`, `address`, `adresse`, `DNS`, `gateway`, `remote`)
)

// onlineRules find addresses of people and machines in networks.
func onlineRules() []rule {
	return []rule{
		{class: Contact, kind: "email", shape: emailShape},
		{class: Online, kind: "url", shape: urlShape},
		{class: Online, kind: "mac", shape: macShape},
		{class: Online, kind: "ip", shape: ipv4Shape, check: plainIPv4, words: nil},
		{class: Online, kind: "ip", shape: ipv4Shape, check: isIP, words: hostWords},
		{class: Online, kind: "ip", shape: ipv6Shape, check: isIPv6},
	}
}

func isIP(value string) bool {
	_, err := netip.ParseAddr(value)
	return err == nil
}

// smallOctet is what numbers of sections and releases stay below: 1.2.3.4 needs a word beside it.
const smallOctet = 32

// plainIPv4 reports whether value can only be an address.
func plainIPv4(value string) bool {
	a, err := netip.ParseAddr(value)
	if err != nil {
		return false
	}
	for _, octet := range a.As4() {
		if octet >= smallOctet {
			return true
		}
	}
	return false
}

// isIPv6 leaves times of day out: an address has a group of three digits, or letters.
func isIPv6(value string) bool {
	long := false
	for part := range strings.SplitSeq(value, ":") {
		long = long || len(part) > 2
	}
	return long && isIP(value)
}
