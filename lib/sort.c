/* SPDX-License-Identifier: MIT */
/*
 * sort.c - heap sort of arrays, merge sort of lists, binary search.
 */
#include <octavo/sort.h>

/* ---- arrays ------------------------------------------------------------------- */

struct order {
	u8 *base;
	size_t size;
	int (*cmp)(const void *a, const void *b, const void *priv);
	void (*exchange)(void *a, void *b, int size, const void *priv);
	const void *priv;
};

static void exchange(const struct order *o, size_t i, size_t j)
{
	u8 *a = o->base + i * o->size, *b = o->base + j * o->size;

	if (o->exchange) {
		o->exchange(a, b, (int)o->size, o->priv);
		return;
	}
	for (size_t n = 0; n < o->size; n++)
		swap(a[n], b[n]);
}

static bool below(const struct order *o, size_t i, size_t j)
{
	return o->cmp(o->base + i * o->size, o->base + j * o->size,
		      o->priv) < 0;
}

/* Let the element at @root of a heap of @num sink to where it belongs. */
static void sink(const struct order *o, size_t root, size_t num)
{
	size_t child;

	while ((child = 2 * root + 1) < num) {
		if (child + 1 < num && below(o, child, child + 1))
			child++;
		if (!below(o, root, child))
			return;
		exchange(o, root, child);
		root = child;
	}
}

void sort_r(void *base, size_t num, size_t size,
	    int (*cmp)(const void *a, const void *b, const void *priv),
	    void (*swap)(void *a, void *b, int size, const void *priv),
	    const void *priv)
{
	struct order o = { base, size, cmp, swap, priv };

	for (size_t i = num / 2; i-- > 0;)
		sink(&o, i, num);
	for (size_t n = num; n-- > 1;) {
		exchange(&o, 0, n);
		sink(&o, 0, n);
	}
}

struct plain {
	int (*cmp)(const void *a, const void *b);
	void (*exchange)(void *a, void *b, int size);
};

static int plain_cmp(const void *a, const void *b, const void *priv)
{
	return ((const struct plain *)priv)->cmp(a, b);
}

static void plain_swap(void *a, void *b, int size, const void *priv)
{
	((const struct plain *)priv)->exchange(a, b, size);
}

void sort(void *base, size_t num, size_t size,
	  int (*cmp)(const void *a, const void *b),
	  void (*swap)(void *a, void *b, int size))
{
	struct plain plain = { cmp, swap };

	sort_r(base, num, size, plain_cmp, swap ? plain_swap : NULL, &plain);
}

void *bsearch(const void *key, const void *base, size_t num, size_t size,
	      int (*cmp)(const void *key, const void *elt))
{
	const u8 *from = base;

	while (num) {
		const u8 *middle = from + num / 2 * size;
		int answer = cmp(key, middle);

		if (!answer)
			return (void *)middle;
		if (answer > 0) {
			from = middle + size;
			num--;
		}
		num /= 2;
	}
	return NULL;
}

/* ---- lists --------------------------------------------------------------------- */

/* Merge two chains, linked by next and ended by NULL; @a came first. */
static struct list_head *merge(void *priv, struct list_head *a,
			       struct list_head *b,
			       int (*cmp)(void *priv, const struct list_head *a,
					  const struct list_head *b))
{
	struct list_head first, *tail = &first;

	while (a && b) {
		struct list_head **from = cmp(priv, a, b) > 0 ? &b : &a;

		tail->next = *from;
		tail = *from;
		*from = tail->next;
	}
	tail->next = a ? a : b;
	return first.next;
}

void list_sort(void *priv, struct list_head *head,
	       int (*cmp)(void *priv, const struct list_head *a,
			  const struct list_head *b))
{
	/* parts[i] is NULL or a sorted chain of 2^i entries. */
	struct list_head *parts[8 * sizeof(long)] = { NULL }, *chain, *pos;
	unsigned int i;

	if (list_empty(head))
		return;
	head->prev->next = NULL;
	for (pos = head->next; pos; pos = chain) {
		chain = pos->next;
		pos->next = NULL;
		for (i = 0; parts[i]; i++) {
			pos = merge(priv, parts[i], pos, cmp);
			parts[i] = NULL;
		}
		parts[i] = pos;
	}
	for (chain = NULL, i = 0; i < ARRAY_SIZE(parts); i++) {
		if (parts[i])
			chain = chain ? merge(priv, parts[i], chain, cmp) :
					parts[i];
	}
	INIT_LIST_HEAD(head);
	for (; chain; chain = pos) {
		pos = chain->next;
		list_add_tail(chain, head);
	}
}
