package control

import (
	"context"
	"errors"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"imaporacle/server"
)

// UserName is exported, as the other parameters that are embedded are, for the
// library that fills them in.
type UserName struct {
	User string `path:"user" doc:"name of a user"`
}

// newUser is somebody who is to be let in.
type newUser struct {
	Body struct {
		Name     string `json:"name" minLength:"1" example:"ann"`
		Password string `json:"password"`
	}
}

type newPassword struct {
	UserName
	Body struct {
		Password string `json:"password"`
	}
}

type user struct {
	Name string `json:"name"`
}

func (c *Control) users(api huma.API) {
	huma.Register(api, huma.Operation{
		OperationID: "list-users", Method: http.MethodGet, Path: "/users", Summary: "List who may log in",
	}, func(context.Context, *struct{}) (*struct{ Body []user }, error) {
		all := &struct{ Body []user }{[]user{}}
		for _, name := range c.options.Server.Users() {
			all.Body = append(all.Body, user{name})
		}
		return all, nil
	})
	huma.Register(api, huma.Operation{
		OperationID: "add-user", Method: http.MethodPost, Path: "/users", Summary: "Let a user log in", DefaultStatus: http.StatusCreated,
	}, func(_ context.Context, in *newUser) (*struct{ Body user }, error) {
		if err := c.options.Server.AddUser(in.Body.Name, in.Body.Password); err != nil {
			return nil, userError("body.name", in.Body.Name, err)
		}
		return &struct{ Body user }{user{in.Body.Name}}, nil
	})
	huma.Register(api, huma.Operation{
		OperationID: "set-password", Method: http.MethodPut, Path: "/users/{user}", Summary: "Change a password",
		Description: "Sessions under way go on.",
	}, func(_ context.Context, in *newPassword) (*struct{}, error) {
		return nil, userError("path.user", in.User, c.options.Server.SetPassword(in.User, in.Body.Password))
	})
	huma.Register(api, huma.Operation{
		OperationID: "remove-user", Method: http.MethodDelete, Path: "/users/{user}", Summary: "Let a user log in no more",
		Description: "Sessions of the user end; the mail stays.",
	}, func(_ context.Context, in *UserName) (*struct{}, error) {
		return nil, userError("path.user", in.User, c.options.Server.RemoveUser(in.User))
	})
}

func userError(field, name string, err error) error {
	switch {
	case errors.Is(err, server.ErrNoUser):
		return wrong(http.StatusNotFound, field, name, err.Error())
	case errors.Is(err, server.ErrUserExists):
		return wrong(http.StatusConflict, field, name, err.Error())
	}
	return err
}
