/* SPDX-License-Identifier: MIT */
/*
 * device.h - what every device has, whatever bus it sits on.
 *
 * A bus embeds a struct device in its own (struct pci_dev); drivers and the
 * DMA layer are given the struct device.
 */
#ifndef OCTAVO_DEVICE_H
#define OCTAVO_DEVICE_H

#include <octavo/printk.h>
#include <octavo/types.h>

/* What the DMA layer must know of how a device reads scatterlists. */
struct device_dma_parameters {
	unsigned int max_segment_size;	/* bytes of one entry; 0: 64 KiB */
	unsigned long segment_boundary_mask;	/* no entry crosses; 0: 4 GiB */
};

struct device {
	const char *init_name;		/* for messages; stays the bus's */
	void *driver_data;		/* the driver's, see dev_set_drvdata() */
	u64 *dma_mask;			/* addresses it reaches; NULL: no DMA */
	u64 coherent_dma_mask;		/* the same, of coherent memory */
	struct device_dma_parameters *dma_parms;	/* may be NULL */
};

static inline const char *dev_name(const struct device *dev)
{
	return dev->init_name ? dev->init_name : "device";
}

static inline void *dev_get_drvdata(const struct device *dev)
{
	return dev->driver_data;
}

static inline void dev_set_drvdata(struct device *dev, void *data)
{
	dev->driver_data = data;
}

#define dev_err(dev, fmt, ...)	pr_err("%s: " fmt, dev_name(dev), ##__VA_ARGS__)
#define dev_warn(dev, fmt, ...)	pr_warn("%s: " fmt, dev_name(dev), ##__VA_ARGS__)
#define dev_info(dev, fmt, ...)	pr_info("%s: " fmt, dev_name(dev), ##__VA_ARGS__)

#endif
