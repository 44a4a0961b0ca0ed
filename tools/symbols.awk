# SPDX-License-Identifier: MIT
#
# symbols.awk - the table that backtraces are named by (ports/x86/symbols.c).
#
#	nm -n image | awk -f tools/symbols.awk > symbols.S
#
# For each function in order of address: how far it is from the one before (the
# first: from address 0 of its lowest 32 bits), in LEB128; its name; a NUL. An
# empty name ends the table. What the compiler puts behind a name (.part.0,
# .constprop.1) is left out, and so is a second name of the same address.

function hex(digits,	i, n)
{
	n = 0
	for (i = 1; i <= length(digits); i++)
		n = n * 16 + index("123456789abcdef", substr(digits, i, 1))
	return n
}

BEGIN {
	print "\t.section .rodata.symbols, \"a\""
	print "\t.globl symbol_table"
	print "symbol_table:"
	last = 0
}

$2 ~ /^[tTwW]$/ && $3 !~ /^(\.|_e?text$)/ {
	addr = hex(substr($1, length($1) - 7))
	if (addr == last)
		next
	sub(/\..*/, "", $3)
	printf "\t.uleb128 %.0f\n\t.asciz \"%s\"\n", addr - last, $3
	last = addr
}

END {
	print "\t.byte 0, 0"
	print "\t.section .note.GNU-stack, \"\", @progbits"
}
