package control

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"
)

func (c *Control) reset(api huma.API) {
	description := "Users, mail and faults. Sessions end; the journal goes on. Faults get new numbers."
	if c.options.Server == nil {
		description = "The faults, under new numbers. Sessions end; the journal goes on, and the mail behind the proxy stays."
	}
	huma.Register(api, huma.Operation{
		OperationID: "reset", Method: http.MethodPost, Path: "/reset", Summary: "Put everything back as it was when this began",
		Description: description,
	}, func(context.Context, *struct{}) (*struct{}, error) {
		if err := c.options.Faults.Reset(); err != nil {
			return nil, err
		}
		if c.options.Server == nil {
			c.options.Heard.disconnectAll()
			return nil, nil
		}
		return nil, c.options.Server.Restore(c.shelf.start.content)
	})
}
