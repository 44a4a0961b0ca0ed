/* SPDX-License-Identifier: MIT */
/*
 * devres.c - what goes with a device's driver, see octavo/devres.h.
 *
 *	node: [ list | release | size ][ data, what the caller sees ... ]
 *
 * A group is two nodes of its own kind, the end of which is put in when it is
 * closed; released is from its beginning to its end, or to the newest.
 */
#include <octavo/bug.h>
#include <octavo/devres.h>
#include <octavo/gfp.h>
#include <octavo/mm.h>
#include <octavo/percpu.h>
#include <octavo/slab.h>
#include <octavo/string.h>

struct devres {
	struct list_head entry;
	dr_release_t release;
	size_t size;
	/* As aligned as kmalloc()'s. */
	unsigned char data[] __aligned(ARCH_KMALLOC_MINALIGN);
};

struct group {
	void *id;
	bool closed;
};

static void group_begin(struct device *dev, void *res)
{
}

static void group_end(struct device *dev, void *res)
{
}

static struct devres *to_devres(void *res)
{
	return container_of((unsigned char (*)[])res, struct devres, data);
}

/* ---- one -------------------------------------------------------------------- */

void *devres_alloc(dr_release_t release, size_t size, gfp_t gfp)
{
	struct devres *dr;

	if (size > SIZE_MAX - sizeof(*dr))
		return NULL;
	dr = kmalloc(sizeof(*dr) + size, gfp);
	if (!dr)
		return NULL;
	memset(dr, 0, sizeof(*dr) + size);
	INIT_LIST_HEAD(&dr->entry);
	dr->release = release;
	dr->size = size;
	return dr->data;
}

void devres_free(void *res)
{
	if (!res)
		return;
	BUG_ON(!list_empty(&to_devres(res)->entry));
	kfree(to_devres(res));
}

void devres_add(struct device *dev, void *res)
{
	unsigned long flags;

	spin_lock_irqsave(&dev->devres_lock, flags);
	list_add_tail(&to_devres(res)->entry, &dev->devres_head);
	spin_unlock_irqrestore(&dev->devres_lock, flags);
}

/* With the lock. */
static struct devres *find(struct device *dev, dr_release_t release,
			   dr_match_t match, void *data)
{
	struct devres *dr;

	list_for_each_entry_reverse(dr, &dev->devres_head, entry)
		if (dr->release == release &&
		    (!match || match(dev, dr->data, data)))
			return dr;
	return NULL;
}

void *devres_find(struct device *dev, dr_release_t release, dr_match_t match,
		  void *match_data)
{
	struct devres *dr;
	unsigned long flags;

	spin_lock_irqsave(&dev->devres_lock, flags);
	dr = find(dev, release, match, match_data);
	spin_unlock_irqrestore(&dev->devres_lock, flags);
	return dr ? dr->data : NULL;
}

void *devres_get(struct device *dev, void *new_res, dr_match_t match,
		 void *match_data)
{
	void *res = devres_find(dev, to_devres(new_res)->release, match,
				match_data);

	if (res) {
		devres_free(new_res);
		return res;
	}
	devres_add(dev, new_res);
	return new_res;
}

void *devres_remove(struct device *dev, dr_release_t release, dr_match_t match,
		    void *match_data)
{
	struct devres *dr;
	unsigned long flags;

	spin_lock_irqsave(&dev->devres_lock, flags);
	dr = find(dev, release, match, match_data);
	if (dr)
		list_del_init(&dr->entry);
	spin_unlock_irqrestore(&dev->devres_lock, flags);
	return dr ? dr->data : NULL;
}

int devres_destroy(struct device *dev, dr_release_t release, dr_match_t match,
		   void *match_data)
{
	void *res = devres_remove(dev, release, match, match_data);

	devres_free(res);
	return res ? 0 : -ENOENT;
}

int devres_release(struct device *dev, dr_release_t release, dr_match_t match,
		   void *match_data)
{
	void *res = devres_remove(dev, release, match, match_data);

	if (!res)
		return -ENOENT;
	release(dev, res);
	devres_free(res);
	return 0;
}

/* ---- many -------------------------------------------------------------------- */

static int release_list(struct device *dev, struct list_head *going)
{
	struct devres *dr;
	int nr = 0;

	while (!list_empty(going)) {
		dr = list_last_entry(going, struct devres, entry);
		list_del_init(&dr->entry);
		dr->release(dev, dr->data);
		if (dr->release != group_begin && dr->release != group_end)
			nr++;
		kfree(dr);
	}
	return nr;
}

int devres_release_all(struct device *dev)
{
	unsigned long flags;
	LIST_HEAD(going);

	/* One that was never initialised has none. */
	if (!dev->devres_head.next)
		return 0;
	spin_lock_irqsave(&dev->devres_lock, flags);
	list_splice_init(&dev->devres_head, &going);
	spin_unlock_irqrestore(&dev->devres_lock, flags);
	return release_list(dev, &going);
}

/* ---- groups -------------------------------------------------------------------- */

static bool is_group(const struct devres *dr, dr_release_t kind, void *id)
{
	const struct group *g = (const struct group *)dr->data;

	if (dr->release != kind)
		return false;
	return id ? g->id == id : !g->closed;
}

static struct devres *find_group(struct device *dev, dr_release_t kind,
				 void *id)
{
	struct devres *dr;

	list_for_each_entry_reverse(dr, &dev->devres_head, entry)
		if (is_group(dr, kind, id))
			return dr;
	return NULL;
}

void *devres_open_group(struct device *dev, void *id, gfp_t gfp)
{
	struct group *begin = devres_alloc(group_begin, sizeof(*begin), gfp);
	struct group *end = devres_alloc(group_end, sizeof(*end), gfp);

	if (!begin || !end) {
		devres_free(begin);
		devres_free(end);
		return NULL;
	}
	begin->id = id ? id : begin;
	devres_add(dev, begin);
	/* Kept right behind its beginning until the group is closed. */
	end->id = begin->id;
	devres_add(dev, end);
	return begin->id;
}

void devres_close_group(struct device *dev, void *id)
{
	struct devres *begin, *end = NULL;
	unsigned long flags;

	spin_lock_irqsave(&dev->devres_lock, flags);
	begin = find_group(dev, group_begin, id);
	if (begin) {
		struct group *g = (struct group *)begin->data;

		end = find_group(dev, group_end, g->id);
		g->closed = true;
		((struct group *)end->data)->closed = true;
		list_move_tail(&end->entry, &dev->devres_head);
	}
	spin_unlock_irqrestore(&dev->devres_lock, flags);
	WARN(!begin, "%s: no such group of resources\n", dev_name(dev));
}

void devres_remove_group(struct device *dev, void *id)
{
	struct devres *begin, *end = NULL;
	unsigned long flags;

	spin_lock_irqsave(&dev->devres_lock, flags);
	begin = find_group(dev, group_begin, id);
	if (begin) {
		end = find_group(dev, group_end,
				 ((struct group *)begin->data)->id);
		list_del_init(&begin->entry);
		list_del_init(&end->entry);
	}
	spin_unlock_irqrestore(&dev->devres_lock, flags);
	if (WARN(!begin, "%s: no such group of resources\n", dev_name(dev)))
		return;
	kfree(begin);
	kfree(end);
}

/* From @begin to its end, or to the newest if it is open. */
static void take_group(struct device *dev, struct devres *begin,
		       struct list_head *going)
{
	const struct group *g = (const struct group *)begin->data;
	struct devres *dr = begin, *next;
	struct devres *end = find_group(dev, group_end, g->id);
	const bool closed = g->closed;

	list_for_each_entry_safe_from(dr, next, &dev->devres_head, entry) {
		list_move_tail(&dr->entry, going);
		if (closed && dr == end)
			return;
	}
}

int devres_release_group(struct device *dev, void *id)
{
	struct devres *begin;
	unsigned long flags;
	LIST_HEAD(going);

	spin_lock_irqsave(&dev->devres_lock, flags);
	begin = find_group(dev, group_begin, id);
	if (begin)
		take_group(dev, begin, &going);
	spin_unlock_irqrestore(&dev->devres_lock, flags);
	return release_list(dev, &going);
}

/* ---- functions --------------------------------------------------------------------- */

struct action {
	void (*action)(void *);
	void *data;
};

static void call_action(struct device *dev, void *res)
{
	const struct action *a = res;

	a->action(a->data);
}

static int same_action(struct device *dev, void *res, void *data)
{
	const struct action *a = res, *b = data;

	return a->action == b->action && a->data == b->data;
}

int devm_add_action(struct device *dev, void (*action)(void *), void *data)
{
	struct action *a = devres_alloc(call_action, sizeof(*a), GFP_KERNEL);

	if (!a)
		return -ENOMEM;
	*a = (struct action){ .action = action, .data = data };
	devres_add(dev, a);
	return 0;
}

void devm_remove_action(struct device *dev, void (*action)(void *), void *data)
{
	struct action a = { .action = action, .data = data };

	WARN_ON(devres_destroy(dev, call_action, same_action, &a));
}

void devm_release_action(struct device *dev, void (*action)(void *),
			 void *data)
{
	struct action a = { .action = action, .data = data };

	WARN_ON(devres_release(dev, call_action, same_action, &a));
}

/* ---- memory -------------------------------------------------------------------------- */

static void release_memory(struct device *dev, void *res)
{
}

static int same_memory(struct device *dev, void *res, void *data)
{
	return res == data;
}

void *devm_kmalloc(struct device *dev, size_t size, gfp_t gfp)
{
	void *p;

	if (!size)
		return ZERO_SIZE_PTR;
	p = devres_alloc(release_memory, size, gfp);
	if (p)
		devres_add(dev, p);
	return p;
}

void devm_kfree(struct device *dev, const void *p)
{
	if (ZERO_OR_NULL_PTR(p))
		return;
	WARN(devres_destroy(dev, release_memory, same_memory, (void *)p),
	     "%s: not from devm_kmalloc(), or freed before\n", dev_name(dev));
}

void *devm_krealloc(struct device *dev, void *p, size_t size, gfp_t gfp)
{
	size_t old;
	void *new;

	if (!size) {
		devm_kfree(dev, p);
		return ZERO_SIZE_PTR;
	}
	if (ZERO_OR_NULL_PTR(p))
		return devm_kmalloc(dev, size, gfp);
	old = to_devres(p)->size;
	new = devm_kmalloc(dev, size, gfp);
	if (!new)
		return NULL;
	memcpy(new, p, min(old, size));
	devm_kfree(dev, p);
	return new;
}

char *devm_kvasprintf(struct device *dev, gfp_t gfp, const char *fmt,
		      __builtin_va_list args)
{
	__builtin_va_list again;
	char *text;
	int len;

	__builtin_va_copy(again, args);
	len = vsnprintf(NULL, 0, fmt, again);
	__builtin_va_end(again);
	text = devm_kmalloc(dev, (size_t)len + 1, gfp);
	if (text)
		vsnprintf(text, (size_t)len + 1, fmt, args);
	return text;
}

char *devm_kasprintf(struct device *dev, gfp_t gfp, const char *fmt, ...)
{
	__builtin_va_list args;
	char *text;

	__builtin_va_start(args, fmt);
	text = devm_kvasprintf(dev, gfp, fmt, args);
	__builtin_va_end(args);
	return text;
}

char *devm_kstrdup(struct device *dev, const char *s, gfp_t gfp)
{
	return s ? devm_kmemdup(dev, s, strlen(s) + 1, gfp) : NULL;
}

void *devm_kmemdup(struct device *dev, const void *src, size_t len, gfp_t gfp)
{
	void *p = devm_kmalloc(dev, len, gfp);

	if (p && len)
		memcpy(p, src, len);
	return p;
}

struct pages {
	unsigned long addr;
	unsigned int order;
};

static void release_pages_of(struct device *dev, void *res)
{
	const struct pages *p = res;

	free_pages(p->addr, p->order);
}

static int same_pages(struct device *dev, void *res, void *data)
{
	return ((struct pages *)res)->addr == (unsigned long)data;
}

unsigned long devm_get_free_pages(struct device *dev, gfp_t gfp,
				  unsigned int order)
{
	struct pages *p = devres_alloc(release_pages_of, sizeof(*p),
				       gfp & ~(gfp_t)__GFP_ZERO);

	if (!p)
		return 0;
	p->order = order;
	p->addr = __get_free_pages(gfp, order);
	if (!p->addr) {
		devres_free(p);
		return 0;
	}
	devres_add(dev, p);
	return p->addr;
}

void devm_free_pages(struct device *dev, unsigned long addr)
{
	WARN_ON(devres_release(dev, release_pages_of, same_pages,
			       (void *)addr));
}

static void release_percpu(struct device *dev, void *res)
{
	free_percpu(*(void __percpu **)res);
}

void __percpu *__devm_alloc_percpu(struct device *dev, size_t size,
				   size_t align)
{
	void __percpu **p = devres_alloc(release_percpu, sizeof(*p),
					 GFP_KERNEL);

	if (!p)
		return NULL;
	*p = __alloc_percpu(size, align);
	if (!*p) {
		devres_free(p);
		return NULL;
	}
	devres_add(dev, p);
	return *p;
}
