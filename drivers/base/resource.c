/* SPDX-License-Identifier: MIT */
/*
 * resource.c - ranges of addresses and who has which, see octavo/ioport.h.
 *
 * Children are in a list by their start.
 */
#include <octavo/bug.h>
#include <octavo/devres.h>
#include <octavo/ioport.h>

struct resource ioport_resource = {
	.name = "PCI IO", .end = 0xffff, .flags = IORESOURCE_IO,
};
struct resource iomem_resource = {
	.name = "PCI mem", .end = (resource_size_t)-1, .flags = IORESOURCE_MEM,
};

static unsigned long nr_regions;

unsigned long nr_regions_requested(void)
{
	return nr_regions;
}

/* The first child of @root that @new overlaps, or NULL and @new is in. */
static struct resource *insert(struct resource *root, struct resource *new)
{
	struct resource **at = &root->child;

	while (*at && (*at)->end < new->start)
		at = &(*at)->sibling;
	if (*at && (*at)->start <= new->end)
		return *at;
	new->sibling = *at;
	new->parent = root;
	*at = new;
	return NULL;
}

int request_resource(struct resource *root, struct resource *new)
{
	if (new->end < new->start || new->start < root->start ||
	    new->end > root->end)
		return -EBUSY;
	return insert(root, new) ? -EBUSY : 0;
}

int release_resource(struct resource *old)
{
	struct resource **at;

	if (!old->parent)
		return -EINVAL;
	for (at = &old->parent->child; *at; at = &(*at)->sibling) {
		if (*at != old)
			continue;
		*at = old->sibling;
		old->parent = old->sibling = NULL;
		return 0;
	}
	return -EINVAL;
}

struct resource *__request_region(struct resource *parent,
				  resource_size_t start, resource_size_t n,
				  const char *name, unsigned long flags)
{
	struct resource *res = kzalloc(sizeof(*res), GFP_KERNEL), *conflict;

	if (!res)
		return NULL;
	*res = DEFINE_RES_NAMED(start, n, name, 0);
	res->flags = (parent->flags & IORESOURCE_TYPE_BITS) | IORESOURCE_BUSY |
		     flags;
	if (!n || res->end < start || start < parent->start ||
	    res->end > parent->end)
		goto out;
	/* A device's region holds those of its driver. */
	while ((conflict = insert(parent, res))) {
		if (conflict->flags & IORESOURCE_BUSY ||
		    conflict->start > start || conflict->end < res->end)
			goto out;
		parent = conflict;
	}
	nr_regions++;
	return res;
out:
	kfree(res);
	return NULL;
}

static struct resource *find_region(struct resource *parent,
				    resource_size_t start, resource_size_t end)
{
	struct resource *res = parent->child;

	while (res) {
		if (res->start == start && res->end == end &&
		    res->flags & IORESOURCE_BUSY)
			return res;
		if (res->start <= start && res->end >= end)
			res = res->child;
		else
			res = res->sibling;
	}
	return NULL;
}

void __release_region(struct resource *parent, resource_size_t start,
		      resource_size_t n)
{
	struct resource *res = find_region(parent, start, start + n - 1);

	if (WARN(!res, "region %llx-%llx was not requested\n",
		 (unsigned long long)start,
		 (unsigned long long)(start + n - 1)))
		return;
	release_resource(res);
	kfree(res);
	nr_regions--;
}

/* ---- until the driver goes --------------------------------------------------- */

struct region {
	struct resource *parent;
	resource_size_t start, n;
};

static void release_managed(struct device *dev, void *res)
{
	const struct region *r = res;

	__release_region(r->parent, r->start, r->n);
}

static int same_region(struct device *dev, void *res, void *data)
{
	const struct region *a = res, *b = data;

	return a->parent == b->parent && a->start == b->start && a->n == b->n;
}

struct resource *__devm_request_region(struct device *dev,
				       struct resource *parent,
				       resource_size_t start, resource_size_t n,
				       const char *name)
{
	struct region *r = devres_alloc(release_managed, sizeof(*r),
					GFP_KERNEL);
	struct resource *res;

	if (!r)
		return NULL;
	*r = (struct region){ .parent = parent, .start = start, .n = n };
	res = __request_region(parent, start, n, name, 0);
	if (res)
		devres_add(dev, r);
	else
		devres_free(r);
	return res;
}

void __devm_release_region(struct device *dev, struct resource *parent,
			   resource_size_t start, resource_size_t n)
{
	struct region r = { .parent = parent, .start = start, .n = n };

	WARN_ON(devres_release(dev, release_managed, same_region, &r));
}
