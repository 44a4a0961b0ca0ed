/* SPDX-License-Identifier: MIT */
/*
 * managed.c - interrupts and coherent memory until the driver goes.
 */
#include <octavo/bug.h>
#include <octavo/devres.h>
#include <octavo/dma-mapping.h>
#include <octavo/interrupt.h>

/* ---- interrupts ----------------------------------------------------------------- */

struct irq_res {
	unsigned int irq;
	void *dev_id;
};

static void release_irq(struct device *dev, void *res)
{
	const struct irq_res *r = res;

	free_irq(r->irq, r->dev_id);
}

static int same_irq(struct device *dev, void *res, void *data)
{
	const struct irq_res *a = res, *b = data;

	return a->irq == b->irq && a->dev_id == b->dev_id;
}

int devm_request_threaded_irq(struct device *dev, unsigned int irq,
			      irq_handler_t handler, irq_handler_t thread_fn,
			      unsigned long flags, const char *name,
			      void *dev_id)
{
	struct irq_res *r = devres_alloc(release_irq, sizeof(*r), GFP_KERNEL);
	int err;

	if (!r)
		return -ENOMEM;
	err = request_threaded_irq(irq, handler, thread_fn, flags,
				   name ? name : dev_name(dev), dev_id);
	if (err) {
		devres_free(r);
		return err;
	}
	*r = (struct irq_res){ .irq = irq, .dev_id = dev_id };
	devres_add(dev, r);
	return 0;
}

void devm_free_irq(struct device *dev, unsigned int irq, void *dev_id)
{
	struct irq_res r = { .irq = irq, .dev_id = dev_id };

	WARN_ON(devres_release(dev, release_irq, same_irq, &r));
}

/* ---- coherent memory ---------------------------------------------------------------- */

struct coherent {
	size_t size;
	void *vaddr;
	dma_addr_t addr;
};

static void release_coherent(struct device *dev, void *res)
{
	const struct coherent *c = res;

	dma_free_coherent(dev, c->size, c->vaddr, c->addr);
}

static int same_coherent(struct device *dev, void *res, void *data)
{
	return ((struct coherent *)res)->vaddr == data;
}

void *dmam_alloc_coherent(struct device *dev, size_t size, dma_addr_t *addr,
			  gfp_t gfp)
{
	struct coherent *c = devres_alloc(release_coherent, sizeof(*c),
					  GFP_KERNEL);

	if (!c)
		return NULL;
	c->size = size;
	c->vaddr = dma_alloc_coherent(dev, size, &c->addr, gfp);
	if (!c->vaddr) {
		devres_free(c);
		return NULL;
	}
	*addr = c->addr;
	devres_add(dev, c);
	return c->vaddr;
}

void dmam_free_coherent(struct device *dev, size_t size, void *vaddr,
			dma_addr_t addr)
{
	WARN_ON(devres_release(dev, release_coherent, same_coherent, vaddr));
}
