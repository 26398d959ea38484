package dovecot

import (
	"fmt"
	"os"
	"os/user"
	"strconv"
	"syscall"
)

// account is who Dovecot runs as.
type account struct {
	name, group string
	uid, gid    uint32
}

// servant is the user of this process, or nobody if that is root.
func servant() (account, error) {
	name := "nobody"
	if os.Getuid() != 0 {
		current, err := user.Current()
		if err != nil {
			return account{}, err
		}
		name = current.Username
	}
	u, err := user.Lookup(name)
	if err != nil {
		return account{}, err
	}
	g, err := user.LookupGroupId(u.Gid)
	if err != nil {
		return account{}, err
	}
	uid, err := strconv.ParseUint(u.Uid, 10, 32)
	if err != nil {
		return account{}, err
	}
	gid, err := strconv.ParseUint(u.Gid, 10, 32)
	if err != nil {
		return account{}, err
	}
	return account{u.Username, g.Name, uint32(uid), uint32(gid)}, nil
}

// attributes has the process run as the account.
func (a account) attributes() *syscall.SysProcAttr {
	if os.Getuid() != 0 {
		return nil
	}
	return &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: a.uid, Gid: a.gid}}
}

// configuration is the whole of it: nothing is read from /etc. Dovecot's own
// processes change user and root directory by default, which only root can.
func configuration(dir string, storage Storage, port int, who account) []byte {
	return fmt.Appendf(nil, `
base_dir = %[1]s/run
state_dir = %[1]s/state
log_path = %[1]s/dovecot.log
protocols = imap
ssl = no
disable_plaintext_auth = no

default_internal_user = %[4]s
default_internal_group = %[5]s
default_login_user = %[4]s
first_valid_uid = 1
first_valid_gid = 1
service anvil {
  chroot =
}
service imap-login {
  chroot =
  process_limit = 500
  inet_listener imap {
    address = 127.0.0.1
    port = %[3]d
  }
  inet_listener imaps {
    port = 0
  }
}
service auth {
  unix_listener auth-userdb {
    mode = 0666
  }
}
service stats {
  unix_listener stats-writer {
    mode = 0666
  }
}

passdb {
  driver = static
  args = password=`+Pass+`
}
userdb {
  driver = static
  args = uid=%[6]d gid=%[7]d home=%[1]s/home/%%u
}
mail_location = %[2]s:~/%[2]s
mail_max_userip_connections = 500
namespace inbox {
  inbox = yes
  separator = /
}
`, dir, storage, port, who.name, who.group, who.uid, who.gid)
}
