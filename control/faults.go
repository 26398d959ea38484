package control

import (
	"context"
	"errors"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"imaporacle/faults"
)

// fault is one that is armed.
type fault struct {
	ID    int    `json:"id" doc:"by which it is changed"`
	Line  string `json:"line" doc:"as on the command line" example:"expunge-store=delayed user=ann"`
	Kind  string `json:"kind" example:"expunge-store=delayed"`
	Acted int    `json:"acted" doc:"how often faults of this kind have acted so far"`
}

// FaultLine is a fault to be armed.
type FaultLine struct {
	Body struct {
		Line string `json:"line" doc:"the fault, its parameters and when it acts" example:"recent=duplicated p=0.2 seed=7"`
	}
}

// FaultID names a fault.
type FaultID struct {
	ID int `path:"id" doc:"of a fault that is armed"`
}

type changedFault struct {
	FaultID
	FaultLine
}

type oneFault struct{ Body fault }

type allFaults struct{ Body []fault }

// kind is an entry of the catalogue.
type kind struct {
	Kind   string  `json:"kind"`
	Story  string  `json:"story" doc:"what happens, and which server did it"`
	Rule   string  `json:"rule" doc:"the rule that is broken, or the liberty that is taken"`
	Acts   string  `json:"acts" doc:"where"`
	Params []param `json:"params"`
}

type param struct {
	Name    string `json:"name"`
	Default string `json:"default"`
	Help    string `json:"help"`
}

func (c *Control) faults(api huma.API) {
	huma.Register(api, huma.Operation{
		OperationID: "list-faults", Method: http.MethodGet, Path: "/faults", Summary: "List the faults that are armed",
		Description: "Where two answer the same question, the later one is asked first.",
	}, func(context.Context, *struct{}) (*allFaults, error) {
		all := &allFaults{Body: []fault{}}
		for _, a := range c.options.Faults.Faults() {
			all.Body = append(all.Body, c.fault(a))
		}
		return all, nil
	})
	huma.Register(api, huma.Operation{
		OperationID: "add-fault", Method: http.MethodPost, Path: "/faults", Summary: "Arm a fault", DefaultStatus: http.StatusCreated,
		Description: "It acts at once, in sessions under way too.",
	}, c.addFault)
	huma.Register(api, huma.Operation{
		OperationID: "get-fault", Method: http.MethodGet, Path: "/faults/{id}", Summary: "Tell of a fault",
	}, func(_ context.Context, in *FaultID) (*oneFault, error) { return c.oneFault(in.ID) })
	huma.Register(api, huma.Operation{
		OperationID: "change-fault", Method: http.MethodPut, Path: "/faults/{id}", Summary: "Put a fault in the place of another",
		Description: "It begins anew: nth, after and times count from the start.",
	}, c.changeFault)
	huma.Register(api, huma.Operation{
		OperationID: "remove-fault", Method: http.MethodDelete, Path: "/faults/{id}", Summary: "Disarm a fault",
	}, func(_ context.Context, in *FaultID) (*struct{}, error) {
		return nil, faultError(in.ID, c.options.Faults.Remove(in.ID))
	})
	huma.Register(api, huma.Operation{
		OperationID: "catalogue", Method: http.MethodGet, Path: "/catalogue", Summary: "List the faults that can be armed here",
	}, c.catalogue)
}

func (c *Control) fault(a faults.Armed) fault {
	kind := a.Fault.Kind()
	return fault{ID: a.ID, Line: a.Fault.String(), Kind: kind, Acted: c.options.Faults.Journal().Count(kind)}
}

func (c *Control) oneFault(id int) (*oneFault, error) {
	for _, a := range c.options.Faults.Faults() {
		if a.ID == id {
			return &oneFault{c.fault(a)}, nil
		}
	}
	return nil, faultError(id, faults.ErrNotArmed)
}

func (c *Control) addFault(_ context.Context, in *FaultLine) (*oneFault, error) {
	f, err := c.parse(in.Body.Line)
	if err != nil {
		return nil, err
	}
	a, err := c.options.Faults.Add(f)
	if err != nil {
		return nil, wrong(http.StatusUnprocessableEntity, "body.line", in.Body.Line, err.Error())
	}
	return &oneFault{c.fault(a)}, nil
}

func (c *Control) changeFault(_ context.Context, in *changedFault) (*oneFault, error) {
	f, err := c.parse(in.Body.Line)
	if err != nil {
		return nil, err
	}
	if err := c.options.Faults.Change(in.ID, f); err != nil {
		return nil, faultError(in.ID, err)
	}
	return c.oneFault(in.ID)
}

// parse reads a line and asks whether it can be armed here.
func (c *Control) parse(line string) (faults.Fault, error) {
	f, err := faults.Parse(line)
	if err == nil && c.options.Arm != nil {
		err = c.options.Arm(f)
	}
	if err != nil {
		return f, wrong(http.StatusUnprocessableEntity, "body.line", line, err.Error())
	}
	return f, nil
}

func faultError(id int, err error) error {
	if errors.Is(err, faults.ErrNotArmed) {
		return wrong(http.StatusNotFound, "path.id", id, err.Error())
	}
	return err
}

func (c *Control) catalogue(context.Context, *struct{}) (*struct{ Body []kind }, error) {
	all := new(struct{ Body []kind })
	for _, k := range faults.Catalogue() {
		if c.options.Arm != nil && c.options.Arm(faults.Fault{Name: k.Name, Value: k.Value}) != nil {
			continue
		}
		entry := kind{Kind: k.String(), Story: k.Story, Rule: k.Rule, Acts: k.Acts, Params: []param{}}
		for _, p := range k.Params {
			entry.Params = append(entry.Params, param{p.Name, p.Default, p.Help})
		}
		all.Body = append(all.Body, entry)
	}
	return all, nil
}
