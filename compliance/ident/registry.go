package ident

import (
	"cmp"
	"slices"
)

// sorted holds all kinds by name.
var sorted = sortedKinds(
	bankAccounts, cards, references, securities, goods, freight, machineReadable, euVAT,
	australia, austria, brazil, britain, bulgaria, czechia, denmark, finland, france, germany, india,
	ireland, italy, mexico, netherlands, norway, poland, romania, spain, sweden, switzerland, unitedStates,
)

// byName leads from each name, and each other name, to its kind.
var byName = index(sorted)

func sortedKinds(families ...[]Kind) []Kind {
	all := slices.Concat(families...)
	slices.SortFunc(all, func(a, b Kind) int { return cmp.Compare(a.Name, b.Name) })
	return all
}

func index(kinds []Kind) map[string]Kind {
	all := map[string]Kind{}
	for _, k := range kinds {
		all[k.Name] = k
		for _, alias := range k.Aliases {
			all[alias] = k
		}
	}
	return all
}
