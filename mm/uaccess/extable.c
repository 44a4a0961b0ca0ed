/* SPDX-License-Identifier: MIT */
/*
 * extable.c - the table of instructions that may fault.
 *
 * Owns the section ex_table, whose bounds the linker supplies. Entries come in
 * the order of the object files and of the sections in them, so they are
 * sorted once, in place. An entry is relative to where it lies: exchanging two
 * means computing both anew.
 *
 * Locking: none; sorted before anybody looks, constant afterwards.
 * Source: heap sort, J. W. J. Williams, CACM 7 (1964).
 */
#include <octavo/extable.h>

extern struct exception_table_entry __start_ex_table[]
	__attribute__((__visibility__("hidden")));
extern struct exception_table_entry __stop_ex_table[]
	__attribute__((__visibility__("hidden")));

static bool sorted;

static void swap_entries(struct exception_table_entry *a,
			 struct exception_table_entry *b)
{
	s32 distance = (s32)((char *)b - (char *)a);
	struct exception_table_entry old = *a;

	a->insn = b->insn + distance;
	a->fixup = b->fixup + distance;
	b->insn = old.insn - distance;
	b->fixup = old.fixup - distance;
}

/* Entry @i may be smaller than its children: move it down. */
static void sift_down(struct exception_table_entry *t, size_t i, size_t n)
{
	size_t child;

	while ((child = 2 * i + 1) < n) {
		if (child + 1 < n && ex_insn(&t[child]) < ex_insn(&t[child + 1]))
			child++;
		if (ex_insn(&t[i]) >= ex_insn(&t[child]))
			return;
		swap_entries(&t[i], &t[child]);
		i = child;
	}
}

void exception_table_sort(void)
{
	struct exception_table_entry *t = __start_ex_table;
	size_t n = (size_t)(__stop_ex_table - __start_ex_table);

	if (sorted)
		return;
	for (size_t i = n / 2; i--; )
		sift_down(t, i, n);
	for (size_t i = n; i > 1; i--) {
		swap_entries(&t[0], &t[i - 1]);
		sift_down(t, 0, i - 1);
	}
	sorted = true;
}

static unsigned long search_linear(const struct exception_table_entry *e,
				   const struct exception_table_entry *stop,
				   unsigned long ip)
{
	for (; e < stop; e++)
		if (ex_insn(e) == ip)
			return ex_fixup(e);
	return 0;
}

static struct exception_table *added;

void exception_table_add(struct exception_table *table)
{
	table->next = added;
	added = table;
}

void exception_table_remove(struct exception_table *table)
{
	struct exception_table **p = &added;

	while (*p != table)
		p = &(*p)->next;
	*p = table->next;
}

static unsigned long search_added(unsigned long ip)
{
	unsigned long fixup = 0;

	for (const struct exception_table *t = added; t && !fixup; t = t->next)
		fixup = search_linear(t->start, t->stop, ip);
	return fixup;
}

unsigned long search_exception_tables(unsigned long ip)
{
	const struct exception_table_entry *lo = __start_ex_table;
	const struct exception_table_entry *hi = __stop_ex_table;

	if (unlikely(!sorted))
		return search_linear(lo, hi, ip);
	while (lo < hi) {
		const struct exception_table_entry *mid = lo + (hi - lo) / 2;

		if (ex_insn(mid) == ip)
			return ex_fixup(mid);
		if (ex_insn(mid) < ip)
			lo = mid + 1;
		else
			hi = mid;
	}
	return search_added(ip);
}
