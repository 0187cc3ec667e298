# %% [markdown]
# # What decays
#
# How long does a trace last that always loses the same share?
#
# **You will build** one line of mathematics. **You need** nothing. About 10 minutes.

# %%
import numpy as np

import course
from course.check import your_topic as check
from course.explore import your_topic as explore

course.here("NN")

# %%
explore.decay()

# %% [markdown]
# **Look** at the ring while you drag it: it is where the trace has lost all but a third.
#
# **Question:** how much is left after two time constants?
#
# **Answer:** about a seventh, as $e^{-2}$ is 0.14: `explore.decay(tau=25.0)` has it at 50 ms.

# %% [markdown]
# ## The same share is lost in the same time
#
# $$ \tau\,\frac{dx}{dt} = -x , \qquad x(0) = 1 $$
#
# Write its solution, for one time or for many.


# %%
def my_decay(t, tau):
    """What is left after t ms."""
    # BEGIN SOLUTION
    # WHY: The slope of an exponential is the exponential itself, over minus tau.
    return np.exp(-t / tau)
    # END SOLUTION


# %%
check.decay(my_decay)
