/* SPDX-License-Identifier: MIT */
/*
 * ioport.h - ranges of addresses, and who has which.
 *
 *	iomem_resource	0 ............................ all of memory's
 *	   [ PCI device's region ]  [ a driver's request_mem_region() ]
 *	ioport_resource	0 .. 0xffff  the same of ports
 *
 * A tree: a range lies within its parent and beside its siblings.
 *
 * Locking: changed by tasks only, which do not preempt each other.
 */
#ifndef OCTAVO_IOPORT_H
#define OCTAVO_IOPORT_H

#include <octavo/types.h>

typedef phys_addr_t resource_size_t;

struct device;

struct resource {
	resource_size_t start, end;	/* end: the last byte */
	const char *name;
	unsigned long flags;		/* IORESOURCE_*; 0: there is none */
	unsigned long desc;
	struct resource *parent, *sibling, *child;
};

#define IORESOURCE_BITS		0x000000fful
#define IORESOURCE_IO		0x00000100ul
#define IORESOURCE_MEM		0x00000200ul
#define IORESOURCE_IRQ		0x00000400ul
#define IORESOURCE_DMA		0x00000800ul
#define IORESOURCE_BUS		0x00001000ul
#define IORESOURCE_TYPE_BITS	0x00001f00ul
#define IORESOURCE_PREFETCH	0x00002000ul
#define IORESOURCE_READONLY	0x00004000ul
#define IORESOURCE_CACHEABLE	0x00008000ul
#define IORESOURCE_SIZEALIGN	0x00040000ul
#define IORESOURCE_MEM_64	0x00100000ul
#define IORESOURCE_EXCLUSIVE	0x08000000ul
#define IORESOURCE_DISABLED	0x10000000ul
#define IORESOURCE_UNSET	0x20000000ul
#define IORESOURCE_BUSY		0x80000000ul

#define IORESOURCE_IRQ_HIGHEDGE		(1ul << 0)
#define IORESOURCE_IRQ_LOWEDGE		(1ul << 1)
#define IORESOURCE_IRQ_HIGHLEVEL	(1ul << 2)
#define IORESOURCE_IRQ_LOWLEVEL		(1ul << 3)
#define IORESOURCE_IRQ_SHAREABLE	(1ul << 4)

#define DEFINE_RES_NAMED(_start, _size, _name, _flags)			\
	(struct resource){						\
		.start = (_start), .end = (_start) + (_size) - 1,	\
		.name = (_name), .flags = (_flags),			\
	}
#define DEFINE_RES_MEM_NAMED(start, size, name)				\
	DEFINE_RES_NAMED(start, size, name, IORESOURCE_MEM)
#define DEFINE_RES_MEM(start, size)	DEFINE_RES_MEM_NAMED(start, size, NULL)
#define DEFINE_RES_IO_NAMED(start, size, name)				\
	DEFINE_RES_NAMED(start, size, name, IORESOURCE_IO)
#define DEFINE_RES_IO(start, size)	DEFINE_RES_IO_NAMED(start, size, NULL)
#define DEFINE_RES_IRQ_NAMED(irq, name)					\
	DEFINE_RES_NAMED(irq, 1, name, IORESOURCE_IRQ)
#define DEFINE_RES_IRQ(irq)		DEFINE_RES_IRQ_NAMED(irq, NULL)

extern struct resource ioport_resource, iomem_resource;

static inline resource_size_t resource_size(const struct resource *res)
{
	return res->end - res->start + 1;
}

static inline unsigned long resource_type(const struct resource *res)
{
	return res->flags & IORESOURCE_TYPE_BITS;
}

static inline bool resource_contains(const struct resource *r1,
				     const struct resource *r2)
{
	return resource_type(r1) == resource_type(r2) &&
	       r1->start <= r2->start && r1->end >= r2->end;
}

static inline bool resource_overlaps(const struct resource *r1,
				     const struct resource *r2)
{
	return r1->start <= r2->end && r1->end >= r2->start;
}

/**
 * request_resource() - put a range into the tree
 * @root: the parent
 * @new: stays the caller's
 *
 * Context: May sleep.
 * Return: 0, -EBUSY if another has some of it, or it does not lie within @root.
 * Pairs with: release_resource().
 */
int request_resource(struct resource *root, struct resource *new);

/**
 * release_resource() - take it out
 * @old: in the tree
 *
 * Context: May sleep.
 * Return: 0, -EINVAL if it is in none.
 */
int release_resource(struct resource *old);

/**
 * __request_region() - say that addresses are used
 * @parent: &iomem_resource or &ioport_resource
 * @start: the first
 * @n: how many
 * @name: of who uses them
 * @flags: more IORESOURCE_*
 *
 * Context: May sleep.
 * Return: the range, the kernel's; NULL: another uses some of them, or no
 *	memory.
 * Pairs with: __release_region().
 */
struct resource *__request_region(struct resource *parent,
				  resource_size_t start, resource_size_t n,
				  const char *name, unsigned long flags);

/**
 * __release_region() - say that they are not used any more
 * @parent: as for __request_region()
 * @start: as there
 * @n: as there; what was not requested is reported
 *
 * Context: May sleep.
 */
void __release_region(struct resource *parent, resource_size_t start,
		      resource_size_t n);

/**
 * __devm_request_region() - __request_region() until the driver goes
 * @dev: the device
 * @parent: as there
 * @start: as there
 * @n: as there
 * @name: as there
 *
 * Context: May sleep.
 * Return: as there.
 */
struct resource *__devm_request_region(struct device *dev,
				       struct resource *parent,
				       resource_size_t start, resource_size_t n,
				       const char *name);

/**
 * __devm_release_region() - give it back before the driver goes
 * @dev: the device
 * @parent: as for __devm_request_region()
 * @start: as there
 * @n: as there
 *
 * Context: May sleep.
 */
void __devm_release_region(struct device *dev, struct resource *parent,
			   resource_size_t start, resource_size_t n);

/**
 * nr_regions_requested() - how many are used
 *
 * Context: Any context.
 * Return: calls of __request_region() without their __release_region().
 */
unsigned long nr_regions_requested(void);

#define request_region(start, n, name)					\
	__request_region(&ioport_resource, start, n, name, 0)
#define request_muxed_region(start, n, name)	request_region(start, n, name)
#define request_mem_region(start, n, name)				\
	__request_region(&iomem_resource, start, n, name, 0)
#define request_mem_region_exclusive(start, n, name)			\
	__request_region(&iomem_resource, start, n, name,		\
			 IORESOURCE_EXCLUSIVE)
#define release_region(start, n)					\
	__release_region(&ioport_resource, start, n)
#define release_mem_region(start, n)					\
	__release_region(&iomem_resource, start, n)
#define devm_request_region(dev, start, n, name)			\
	__devm_request_region(dev, &ioport_resource, start, n, name)
#define devm_request_mem_region(dev, start, n, name)			\
	__devm_request_region(dev, &iomem_resource, start, n, name)
#define devm_release_region(dev, start, n)				\
	__devm_release_region(dev, &ioport_resource, start, n)
#define devm_release_mem_region(dev, start, n)				\
	__devm_release_region(dev, &iomem_resource, start, n)

#endif
