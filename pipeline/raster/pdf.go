package raster

import (
	"bytes"
	"context"
	"errors"
	"fmt"

	"docpipe/pipeline"
	"docpipe/pipeline/sandbox"
)

// examinePDF opens a PDF, with qpdf's help where it is encrypted or damaged, and has its form
// and its annotations drawn into the pages: MuPDF draws page contents only.
// The bytes that it returns, also with an error, take the place of in.
func (r *Raster) examinePDF(ctx context.Context, d *pipeline.Document, f *pipeline.File, in *sandbox.Input) (*finding, *sandbox.Input, error) {
	x := &examination{Raster: r, d: d, f: f, in: in, found: &finding{}}
	for _, step := range []func(context.Context) error{x.readable, x.describe, x.flatten, x.keep} {
		err := step(ctx)
		if err == nil {
			err = ctx.Err() // a step takes a tool that its time has ended for damage
		}
		if err != nil {
			return nil, x.in, err
		}
	}
	return x.found, x.in, nil
}

// An examination is the way of one PDF through inspection.
type examination struct {
	*Raster
	d     *pipeline.Document
	f     *pipeline.File
	in    *sandbox.Input // the file as it is best readable so far
	work  []byte         // its bytes, nil while it is the original
	found *finding
}

// replace goes on with b in place of the file.
func (x *examination) replace(b []byte) error {
	in, err := x.input(b)
	if err != nil {
		return err
	}
	x.goOn(in, b)
	return nil
}

func (x *examination) input(b []byte) (*sandbox.Input, error) {
	return sandbox.NewInput(x.f.SHA256+"/"+short(string(b)), bytes.NewReader(b))
}

func (x *examination) goOn(in *sandbox.Input, b []byte) {
	x.in.Close()
	x.in, x.work = in, b
}

// readable surveys the file; the password and one attempt at repair come in where needed.
func (x *examination) readable(ctx context.Context) (err error) {
	if x.found.Survey, err = x.survey(ctx, x.d, x.f, x.in); errors.Is(err, pipeline.ErrEncrypted) {
		if err = x.decrypt(ctx); err != nil {
			return err
		}
		x.found.Encrypted = true
		x.found.Survey, err = x.survey(ctx, x.d, x.f, x.in)
	}
	if err == nil && x.found.Survey.Pages > 0 {
		return nil
	}
	if err != nil && !isDamage(err) {
		return err
	}
	return x.repair(ctx, err)
}

// isDamage tells a defect of the file from trouble around it.
func isDamage(err error) bool {
	return errors.Is(err, pipeline.ErrDamaged) || errors.Is(err, pipeline.ErrRenderCrash) || errors.Is(err, pipeline.ErrRenderTimeout)
}

func (x *examination) decrypt(ctx context.Context) error {
	if x.d.Settings.Password == "" {
		return x.encrypted()
	}
	b, err := x.qpdf(ctx, []byte(x.d.Settings.Password+"\n"), "--password-file=-", "--decrypt", "{in}", "-")
	if errors.Is(err, errPassword) {
		return fmt.Errorf("it is encrypted and the given password does not open it: %s: %w", x.cfg.GivePassword, pipeline.ErrPasswordWrong)
	}
	if err != nil {
		return fmt.Errorf("decrypting: %w", err)
	}
	return x.replace(b)
}

func (x *examination) encrypted() error {
	return fmt.Errorf("it is encrypted: %s: %w", x.cfg.GivePassword, pipeline.ErrEncrypted)
}

// rewrites are the ways in which qpdf writes a damaged file anew: as it is, then only the pages
// that it finds.
var rewrites = [][]string{
	{"{in}", "-"},
	{"--empty", "--pages", "{in}", "1-z", "--", "-"},
}

// repair tries the rewrites until pages can be read. cause is why that is needed, nil for no
// pages.
func (x *examination) repair(ctx context.Context, cause error) error {
	hopeless := fmt.Errorf("no page can be found in it, not even after a repair: send the file again: %w", pipeline.ErrNoPages)
	if cause != nil {
		hopeless = fmt.Errorf("it cannot be opened, not even after a repair: send the file again: %w", pipeline.ErrDamaged)
	}
	for _, how := range rewrites {
		b, err := x.qpdf(ctx, nil, how...)
		if errors.Is(err, errPassword) {
			return x.encrypted()
		}
		if err == nil {
			if err = x.replace(b); err != nil {
				return err
			}
			x.found.Survey, err = x.survey(ctx, x.d, x.f, x.in)
		}
		if err == nil && x.found.Survey.Pages > 0 {
			x.found.Repaired = true
			return nil
		}
		if err != nil && !isDamage(err) {
			return fmt.Errorf("repairing: %w", err)
		}
	}
	return hopeless
}

// describe asks qpdf for form values, attachments and scanned pages, if the file seems to have any.
func (x *examination) describe(ctx context.Context) error {
	n := x.found.Survey.Names
	if !n.Form && !n.Attachments && !n.BigImages {
		return nil
	}
	s, err := x.structure(ctx)
	if isDamage(err) {
		return nil // the pages can be read all the same
	}
	if err != nil {
		return err
	}
	x.found.Form = s.form()
	x.found.Scans = s.scans()
	return x.attachments(ctx, s)
}

// flatten draws form fields and annotations into the page contents.
func (x *examination) flatten(ctx context.Context) error {
	if !x.found.Survey.Names.drawn() {
		return nil
	}
	b, err := x.qpdf(ctx, nil, "--flatten-annotations=all", "--generate-appearances", "{in}", "-")
	if isDamage(err) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("flattening: %w", err)
	}
	before := x.found.Survey
	in, err := x.input(b)
	if err != nil {
		return err
	}
	after, err := x.survey(ctx, x.d, x.f, in)
	if err != nil || after.Pages != before.Pages {
		return errors.Join(ignoreDamage(err), in.Close()) // qpdf made it worse: keep what there was
	}
	x.found.Survey.Sizes = after.Sizes
	x.goOn(in, b)
	return nil
}

func ignoreDamage(err error) error {
	if isDamage(err) {
		return nil
	}
	return err
}

// keep saves the readable copy.
func (x *examination) keep(ctx context.Context) error {
	if x.work == nil {
		return nil
	}
	x.found.Work = "work/" + short(inspectVersion, x.f.SHA256) + ".pdf"
	return x.store.Save(ctx, x.d, x.found.Work, x.work)
}
