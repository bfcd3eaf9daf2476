package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"docpipe/compliance"
	"docpipe/compliance/archive"
	"docpipe/pipeline"
)

func suppliersCommand(g *globals) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "suppliers",
		Short: "Import and list the suppliers that invoices are compared with",
		Long: `The rules of the pack ap-suppliers compare the supplier and the account of an invoice
with the master. Put the pack in force with rules.packs: [ap-suppliers].`,
		Example: `  docpipe suppliers import suppliers.csv --tenant acme
  docpipe suppliers list --tenant acme`,
	}
	cmd.AddCommand(suppliersImport(g), suppliersList(g))
	return cmd
}

func suppliersImport(g *globals) *cobra.Command {
	var q SupplierMaster
	cmd := &cobra.Command{
		Use:   "import FILE",
		Short: "Make a CSV file the supplier master, in place of the one before",
		Long: `Reads CSV with a header. Columns: id and name; vat_id, iban, country and status where there
are such. Several accounts of a supplier stand in one cell, parted by |, or in rows of the
same id. FILE - is standard input. A status is a word of the parameters blocked and staff of the
pack ap-suppliers, or one such as active.

A file with a mistake changes nothing: accounts, VAT ids, countries and words of status that are
none are told with line and column, of numbers only the end.

Exit codes:
  0  imported
  2  usage, or a file that cannot be used
  5  the service does not answer`,
		Example: "  docpipe suppliers import suppliers.csv --tenant acme",
		Args:    oneArgument("file"),
		RunE: func(cmd *cobra.Command, args []string) (err error) {
			statuses, err := g.supplierStatuses(q.Tenant)
			if err != nil {
				return err
			}
			if q.Suppliers, err = readMaster(cmd.InOrStdin(), args[0], statuses); err != nil {
				return err
			}
			if err := g.admin(cmd, "PutSuppliers", q, &struct{}{}); err != nil {
				return err
			}
			_, err = fmt.Fprintf(cmd.OutOrStdout(), "%d suppliers of tenant %s\n", len(q.Suppliers), q.Tenant)
			return err
		},
	}
	tenantFlag(cmd, &q.Tenant)
	return cmd
}

// supplierStatuses are the words of the column status that the rules look for.
func (g *globals) supplierStatuses(tenant string) (words []string, err error) {
	b, err := g.rulesOf(compliance.Sources{})
	if err != nil {
		return nil, err
	}
	p, err := findPack(b, "ap-suppliers")
	if err != nil {
		return nil, err
	}
	params := b.Params(p, tenant)
	for _, name := range []string{"blocked", "staff"} {
		list, _ := params[name].([]any)
		for _, word := range list {
			words = append(words, fmt.Sprint(word))
		}
	}
	return words, nil
}

func readMaster(stdin io.Reader, path string, statuses []string) ([]pipeline.Supplier, error) {
	from := stdin
	if path != "-" {
		f, err := os.Open(path)
		if err != nil {
			return nil, usageError{err}
		}
		defer f.Close()
		from = f
	}
	list, err := archive.ReadSuppliers(from, statuses...)
	if err != nil {
		return nil, usagef("%s: %w", path, err)
	}
	return list, nil
}

func suppliersList(g *globals) *cobra.Command {
	var q SupplierMaster
	cmd := &cobra.Command{
		Use:   "list",
		Short: "List the supplier master",
		Long: `Lists id, name, VAT id, accounts, country and status.

Exit codes:
  0  done
  2  usage, or no such installation`,
		Example: "  docpipe suppliers list --tenant acme",
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			var list []pipeline.Supplier
			if err := g.admin(cmd, "Suppliers", q, &list); err != nil {
				return err
			}
			w := tabwriter.NewWriter(cmd.OutOrStdout(), 0, 0, 2, ' ', 0)
			_, err := fmt.Fprintln(w, "ID\tNAME\tVAT ID\tACCOUNTS\tCOUNTRY\tSTATUS")
			for _, s := range list {
				_, e := fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t%s\n", s.ID, s.Name, s.VATID, joinWords(s.IBANs), s.Country, s.Status)
				err = errors.Join(err, e)
			}
			return errors.Join(err, w.Flush())
		},
	}
	tenantFlag(cmd, &q.Tenant)
	return cmd
}

// A SupplierMaster is a tenant's suppliers.
type SupplierMaster struct {
	Tenant    string
	Suppliers []pipeline.Supplier
}

// PutSuppliers replaces a tenant's supplier master.
func (a *Admin) PutSuppliers(q SupplierMaster, _ *struct{}) error {
	ctx, cancel := a.context()
	defer cancel()
	return a.ledger.PutSuppliers(ctx, q.Tenant, q.Suppliers)
}

// Suppliers lists a tenant's supplier master.
func (a *Admin) Suppliers(q SupplierMaster, r *[]pipeline.Supplier) (err error) {
	ctx, cancel := a.context()
	defer cancel()
	*r, err = a.ledger.Suppliers(ctx, q.Tenant)
	return err
}
