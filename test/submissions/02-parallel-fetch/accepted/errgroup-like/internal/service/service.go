// Package service puts a dashboard together.
package service

import (
	"context"
	"encoding/json"

	"dashboard/internal/group"
	"dashboard/internal/model"
)

type Documents interface {
	Find(ctx context.Context, id uint64) (json.RawMessage, error)
}

type Dashboards struct{ profiles, orders Documents }

func NewDashboards(profiles, orders Documents) *Dashboards { return &Dashboards{profiles, orders} }

func (d *Dashboards) Load(ctx context.Context, id uint64) (*model.Dashboard, error) {
	var dashboard model.Dashboard
	g, ctx := group.WithContext(ctx)
	g.Go(func() (err error) { dashboard.Profile, err = d.profiles.Find(ctx, id); return })
	g.Go(func() (err error) { dashboard.Orders, err = d.orders.Find(ctx, id); return })
	if err := g.Wait(); err != nil {
		return nil, err
	}
	return &dashboard, nil
}
