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
#
# Names are made of words, which end with an underscore or with the name. The 128
# that save most are in a table of their own, and a byte with its high bit set
# stands for each. No spelling is lost: the others are in the name itself.

function hex(digits,	i, n)
{
	n = 0
	for (i = 1; i <= length(digits); i++)
		n = n * 16 + index("123456789abcdef", substr(digits, i, 1))
	return n
}

# The end of the word of @name that begins at @start.
function word_end(name, start,	i)
{
	i = index(substr(name, start), "_")
	return i ? start + i - 1 : length(name)
}

function count_words(name,	i, end)
{
	for (i = 1; i <= length(name); i = end + 1) {
		end = word_end(name, i)
		uses[substr(name, i, end - i + 1)]++
	}
}

# Give a code to the word that saves most.
function choose(code,	word, best, saved, most)
{
	most = 0
	for (word in uses) {
		saved = uses[word] * (length(word) - 1) - length(word) - 1
		if (saved > most || (saved == most && word < best)) {
			most = saved
			best = word
		}
	}
	if (most > 0) {
		codes[best] = sprintf("\\%o", 128 + code)
		delete uses[best]
	}
	printf "\t.asciz \"%s\"\n", best
}

function spell(name,	i, end, word, out)
{
	for (i = 1; i <= length(name); i = end + 1) {
		end = word_end(name, i)
		word = substr(name, i, end - i + 1)
		out = out (word in codes ? codes[word] : word)
	}
	return out
}

BEGIN {
	last = 0
	nr = 0
}

$2 ~ /^[tTwW]$/ && $3 !~ /^(\.|_e?text$)/ {
	addr = hex(substr($1, length($1) - 7))
	if (addr == last)
		next
	sub(/\..*/, "", $3)
	count_words($3)
	names[nr] = $3
	gaps[nr++] = addr - last
	last = addr
}

END {
	print "\t.section .rodata.symbols, \"a\""
	print "\t.globl symbol_words, symbol_table"
	print "symbol_words:"
	for (i = 0; i < 128; i++)
		choose(i)
	print "symbol_table:"
	for (i = 0; i < nr; i++)
		printf "\t.uleb128 %.0f\n\t.asciz \"%s\"\n", gaps[i], spell(names[i])
	print "\t.byte 0, 0"
	print "\t.section .note.GNU-stack, \"\", @progbits"
}
