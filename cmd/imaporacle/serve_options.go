package main

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"imaporacle/faults/profiles"
	"imaporacle/server"
	"imaporacle/server/mailbox"
	"imaporacle/server/store"
)

// parseUsers reads the values of --user.
func parseUsers(values []string) (map[string]string, error) {
	if len(values) == 0 {
		return map[string]string{"user": "pass"}, nil
	}
	users := make(map[string]string)
	for _, value := range values {
		name, pass, ok := strings.Cut(value, ":")
		if !ok || name == "" {
			return nil, misuse("serve", "--user: expected NAME:PASS")
		}
		if _, twice := users[name]; twice {
			return nil, misuse("serve", "--user: %q is given twice", name)
		}
		users[name] = pass
	}
	return users, nil
}

// checkNames refuses a flag that gives something to a user who cannot log in.
func (f *serveFlags) checkNames(users map[string]string) error {
	for _, flag := range []struct {
		name   string
		values []string
	}{{"--admin", f.admins}, {"--submitter", f.submitters}} {
		for _, user := range flag.values {
			if _, known := users[user]; !known {
				return misuse("serve", "%s: there is no user %q", flag.name, user)
			}
		}
	}
	return nil
}

// parseTokens reads the values of --token.
func parseTokens(values []string) (map[string]string, error) {
	tokens := make(map[string]string)
	for _, value := range values {
		name, token, ok := strings.Cut(value, ":")
		if !ok || name == "" || token == "" {
			return nil, misuse("serve", "--token: expected NAME:TOKEN")
		}
		if _, twice := tokens[token]; twice {
			return nil, misuse("serve", "--token: a token of %q is given twice", name)
		}
		tokens[token] = name
	}
	return tokens, nil
}

// parseCaps reads the values of --caps, each with its sign.
func parseCaps(verb string, values []string) (hide, claim []string, err error) {
	for _, value := range values {
		name := strings.TrimLeft(value, "+-")
		if len(name) != len(value)-1 || name == "" || strings.ContainsAny(name, " \t\r\n()[]{}%*\"\\") {
			return nil, nil, misuse(verb, "--caps: %q: expected -NAME or +NAME", value)
		}
		if value[0] == '-' {
			hide = append(hide, name)
		} else {
			claim = append(claim, name)
		}
	}
	return hide, claim, nil
}

// imitate gives the server the face of --profile. What other flags say of
// capabilities comes on top.
func (f *serveFlags) imitate(o *server.Options) error {
	if f.profile == "" {
		return nil
	}
	p, err := profiles.Get(f.profile)
	if err != nil {
		return fmt.Errorf("serve: --profile: %w", err)
	}
	o.Only, o.Greeting, o.ID = p.Capabilities, p.Greeting, p.ID
	o.Gmail = o.Gmail || p.Has("X-GM-EXT-1")
	return nil
}

// parseQuota reads the values of --quota.
func parseQuota(values []string) (store.Limits, error) {
	limits := make(store.Limits)
	for _, value := range values {
		name, number, _ := strings.Cut(value, "=")
		name = strings.ToUpper(name)
		limit, err := strconv.ParseInt(number, 10, 64)
		_, twice := limits[name]
		switch {
		case err != nil || limit < 0:
			return nil, misuse("serve", "--quota: %q: expected RESOURCE=N", value)
		case !slices.Contains(mailbox.Resources, name):
			return nil, misuse("serve", "--quota: %q: there is no resource %s; there are %s", value, name, strings.Join(mailbox.Resources, ", "))
		case twice:
			return nil, misuse("serve", "--quota: %s is given twice", name)
		}
		limits[name] = limit
	}
	return limits, nil
}

// names returns the users in order.
func names(users map[string]string) []string { return slices.Sorted(maps.Keys(users)) }
